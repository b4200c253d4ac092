import { elapsed } from '../i18n/format';
import type { Language } from '../i18n/language';
import type { DataContent, GraphModel, GraphNode, StepContent } from './model';
import type { GraphTexts } from './texts';

const NAMED = 3;

/** What is said of the box where the keys are. */
export const spoken = (
  graph: GraphModel,
  node: GraphNode,
  { isSelected, isHidden }: { isSelected: boolean; isHidden: boolean },
  t: GraphTexts,
  language: Language,
): string =>
  [inWords(graph, node, t, language), ...(isSelected ? [t.selected] : []), ...(isHidden ? [t.hidden] : [])].join(', ');

/** All that a box tells, in words, and what is before and after it. */
function inWords(graph: GraphModel, node: GraphNode, t: GraphTexts, language: Language): string {
  const around = (ids: readonly string[] | undefined, say: GraphTexts['from']) => {
    if (!ids || ids.length === 0) return [];
    const names = ids.slice(0, NAMED).map((id) => graph.byId.get(id)?.name ?? id);
    return [say(names, ids.length - names.length)];
  };
  return [
    title(node, t, language),
    ...around(graph.up.get(node.id), t.from),
    ...around(graph.down.get(node.id), t.to),
  ].join(', ');
}

/** All that a box tells, in words. */
export function title({ name, content }: GraphNode, t: GraphTexts, language: Language): string {
  const facts = content.kind === 'step' ? stepFacts(content, t, language) : dataFacts(content, t);
  return [name, ...facts].join(', ');
}

/** Why there is no status. */
export const withoutStatus = ({ noRun }: StepContent, t: GraphTexts): string =>
  noRun === null ? t.noStatus : t.noRun[noRun];

function stepFacts(content: StepContent, t: GraphTexts, language: Language) {
  const { type, status, elapsedSec, cacheHit, failureReason, runs } = content;
  return [
    type,
    status ?? withoutStatus(content, t),
    ...(elapsedSec === null ? [] : [elapsed(elapsedSec, language)]),
    ...(runs > 0 ? [t.runs(runs)] : []),
    ...(cacheHit ? [t.cacheHit] : []),
    ...(failureReason ? [t.failed(failureReason)] : []),
  ];
}

function dataFacts({ uri, artifact, posture }: DataContent, t: GraphTexts) {
  if (!posture) return [artifact, uri];
  return [
    artifact,
    uri,
    t.encryption(posture.encryption),
    t.access(posture.publicAccess),
    ...(posture.exposed === true ? [t.exposed] : []),
    t.versioning(posture.versioning),
  ];
}

/** The greatest unit alone, for where there is little room. */
export function shortly(seconds: number, language: Language): string {
  const [count, unit] = elapsed(seconds, language).split(' ');
  return `${count} ${unit}`;
}
