import type { Lineage } from '../api/types';
import { useTexts } from '../i18n/language';
import { Empty } from '../parts/Notice';
import type { Selection } from '../state/selection';
import { ArtifactDetails } from './ArtifactDetails';
import styles from './Details.module.css';
import { Head } from './Head';
import { findArtifact, findStep } from './lookup';
import { StepDetails } from './StepDetails';
import { texts } from './texts';

interface Props {
  lineage: Lineage;
  selection: Selection;
}

/** All that is known of what is selected. */
export function Details({ lineage, selection }: Props) {
  return <div className={styles.details}>{content(lineage, selection)}</div>;
}

function content(lineage: Lineage, selection: Selection) {
  if (selection.kind === 'step') {
    const step = findStep(lineage, selection.id);
    return step ? <StepDetails key={step.id} step={step} lineage={lineage} /> : <Absent selection={selection} />;
  }
  const artifact = findArtifact(lineage, selection.uri);
  return artifact ? (
    <ArtifactDetails key={artifact.uri} artifact={artifact} lineage={lineage} />
  ) : (
    <Absent selection={selection} />
  );
}

/** A link may name what this lineage does not have, or no longer. */
function Absent({ selection }: { selection: Selection }) {
  const t = useTexts(texts);
  const isStep = selection.kind === 'step';
  return (
    <>
      <Head title={isStep ? selection.id : selection.uri} />
      <Empty>
        <p>{isStep ? t.absentStep(selection.id) : t.absentData(selection.uri)}</p>
        <p>{t.absentWhy}</p>
      </Empty>
    </>
  );
}
