import type { FeatureGroup } from '../api/types';
import { consoleOf, parseArn, s3Page } from '../details/console';

/** Where the AWS console has the parts of a feature group, null where it cannot be told. The whole has its page in Studio alone. */
export interface Pages {
  data: string | null;
  table: string | null;
  role: string | null;
}

export function pagesOf({ featureGroupArn, offlineStore, roleArn }: FeatureGroup): Pages {
  const arn = parseArn(featureGroupArn);
  const console = arn && consoleOf(arn.region, arn.partition);
  if (!console) return { data: null, table: null, role: null };
  const { resolved_s3_uri: uri, database, table } = offlineStore ?? {};
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(uri ?? '') ?? [];
  const role = parseArn(roleArn);
  const isRole = role?.service === 'iam' && role.type === 'role';
  // A role's path is no part of its name.
  const name = isRole ? encodeURIComponent(role.name.split('/').at(-1) ?? '') : '';
  return {
    data: s3Page(arn.region, bucket, key),
    table:
      database && table
        ? `${console}/glue/home?region=${arn.region}#/v2/data-catalog/tables/view/${encodeURIComponent(table)}?database=${encodeURIComponent(database)}`
        : null,
    role: name ? `${console}/iam/home?region=${arn.region}#/roles/details/${name}` : null,
  };
}
