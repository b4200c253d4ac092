import type { WhichLineage } from '../api/queries';
import { useTexts } from '../i18n/language';
import { Disclosure } from '../parts/Disclosure';
import { Icon } from '../parts/Icon';
import { ExportPanel } from './ExportPanel';
import { texts } from './texts';

/** The lineage as a file: SVG, Mermaid, DOT, JSON, CSV. */
export function ExportMenu({ which }: { which: WhichLineage }) {
  const t = useTexts(texts);
  const button = (
    <>
      <Icon name="download" />
      {t.export}
    </>
  );
  return <Disclosure button={button}>{() => <ExportPanel which={which} />}</Disclosure>;
}
