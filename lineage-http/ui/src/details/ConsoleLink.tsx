import { useQuery } from '@tanstack/react-query';
import { catalogQuery } from '../api/queries';
import type { Lineage } from '../api/types';
import { useWhere } from '../auth/me';
import { useTexts } from '../i18n/language';
import { Icon } from '../parts/Icon';
import { studioPage } from './console';
import styles from './Details.module.css';
import { texts } from './texts';

/** A page of the AWS console, in a tab of its own; nothing where there is no such page. */
export function ConsoleLink({ page, about, text }: { page: string | null; about: string; text?: string }) {
  const t = useTexts(texts);
  if (!page) return null;
  return (
    <a className={styles.external} href={page} target="_blank" rel="noreferrer noopener">
      <Icon name="external" size={12} />
      {text ?? t.inConsole}
      <span className="spoken">
        {about} ({t.newWindow})
      </span>
    </a>
  );
}

/** What has its page in Studio alone leads to the domain, from which Studio is opened. */
export function StudioLink({ arn, lineage }: { arn: string | null | undefined; lineage: Lineage }) {
  const t = useTexts(texts);
  const where = useWhere();
  // The list of pipelines, which the page has already, says which domain this one belongs to.
  const catalog = useQuery(catalogQuery(where));
  const pipelines = catalog.data?.regions.flatMap((region) => region.pipelines) ?? [];
  const matched = pipelines.find((one) => one.name === lineage.pipeline.name)?.matchedDomain;
  const page = studioPage(arn, lineage.domain?.DomainId ?? matched?.DomainId);
  return <ConsoleLink page={page} about={arn ?? ''} text={t.inStudio} />;
}
