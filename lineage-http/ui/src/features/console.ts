import type { FeatureGroup } from '../api/types';

/** The host of the AWS console in each partition. */
const HOSTS: Record<string, string> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** Where the AWS console shows the parts of a feature group; it has no page of its own for the whole (Studio has). */
export interface ConsoleLinks {
  s3: string | null;
  glue: string | null;
  role: string | null;
}

export function consoleLinks({ featureGroupArn, offlineStore, roleArn }: FeatureGroup): ConsoleLinks {
  const [, partition = '', , region = '', account = ''] = featureGroupArn.split(':');
  const host = Object.hasOwn(HOSTS, partition) ? HOSTS[partition] : undefined;
  if (!host || !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region) || !/^\d{12}$/.test(account))
    return { s3: null, glue: null, role: null };
  const at = encodeURIComponent(region);

  const place = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(
    offlineStore?.resolved_s3_uri ?? offlineStore?.s3_uri ?? '',
  );
  const prefix = place?.[2] ? `${place[2].replace(/\/$/, '')}/` : '';
  const { database, table } = offlineStore ?? {};
  const role = /^arn:[\w-]+:iam::\d{12}:role\/(?:.*\/)?([\w+=,.@-]{1,64})$/.exec(roleArn ?? '')?.[1];
  return {
    s3:
      place?.[1] !== undefined
        ? `https://${host}/s3/buckets/${encodeURIComponent(place[1])}?region=${at}&prefix=${encodeURIComponent(prefix)}`
        : null,
    glue:
      database && table
        ? `https://${host}/glue/home?region=${at}#/v2/data-catalog/tables/view/${encodeURIComponent(table)}?database=${encodeURIComponent(database)}&catalogId=${account}`
        : null,
    role: role ? `https://${host}/iam/home#/roles/details/${encodeURIComponent(role)}` : null,
  };
}
