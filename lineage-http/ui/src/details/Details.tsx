import { useEffect, useRef } from 'react';
import type { Lineage } from '../api/types';
import { useTexts } from '../i18n/language';
import { Empty } from '../parts/Notice';
import { formatSelection, type Selection } from '../state/selection';
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
  const details = useFocusOnWhatLinksSelect(formatSelection(selection));
  return (
    <div ref={details} className={styles.details}>
      {content(lineage, selection)}
    </div>
  );
}

/** A link of the details is gone when it has been followed: the focus goes to the heading of what it led to. */
function useFocusOnWhatLinksSelect(selected: string) {
  const details = useRef<HTMLDivElement>(null);
  const followed = useRef(false);
  useEffect(() => {
    const root = details.current;
    const onClick = (event: MouseEvent) => {
      followed.current = event.target instanceof Element && event.target.closest('a') !== null;
      // Of a link that leads elsewhere, nothing is left for the next selection.
      setTimeout(() => {
        followed.current = false;
      });
    };
    root?.addEventListener('click', onClick, true);
    return () => root?.removeEventListener('click', onClick, true);
  }, []);
  useEffect(() => {
    if (selected && followed.current) details.current?.querySelector('h2')?.focus();
  }, [selected]);
  return details;
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
