/** Pages of the AWS console. Each part of an address is checked or escaped: names come from outside. */

const HOSTS: Record<string, string> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

const REGION = /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/;

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** The console of a region; null where there is none that is known. */
export function consoleOf(region: string | null | undefined, partition?: string): string | null {
  if (!region || !REGION.test(region) || region.includes('-iso')) return null;
  const expected = partitionOf(region);
  // A region of another partition than its ARN is a mistake somewhere.
  if (partition !== undefined && partition !== expected) return null;
  return `https://${region}.${HOSTS[expected]}`;
}

interface Arn {
  partition: string;
  service: string;
  region: string;
  type: string;
  name: string;
}

export function parseArn(text: string | null | undefined): Arn | null {
  const match = /^arn:([^:]+):([^:]+):([^:]*):\d{12}:([^:/]+)[:/](.+)$/.exec(text ?? '');
  if (!match) return null;
  const [, partition = '', service = '', region = '', type = '', name = ''] = match;
  return { partition, service, region, type, name };
}

/** Where the console has the resources of a type. Pipelines and versions of model groups have their pages in Studio alone. */
const PAGES: Record<string, string> = {
  'sagemaker:training-job': 'jobs',
  'sagemaker:processing-job': 'processing-jobs',
  'sagemaker:transform-job': 'transform-jobs',
  'sagemaker:hyper-parameter-tuning-job': 'hyper-tuning-jobs',
  'sagemaker:compilation-job': 'compilation-jobs',
  'sagemaker:model': 'models',
  'sagemaker:endpoint': 'endpoints',
  'sagemaker:endpoint-config': 'endpointConfig',
};

/** The page of a job, model, endpoint or function; null where it has none. */
export function resourcePage(text: string | null | undefined): string | null {
  const arn = parseArn(text);
  const console = arn && consoleOf(arn.region, arn.partition);
  if (!console) return null;
  if (arn.service === 'lambda' && arn.type === 'function') {
    const name = arn.name.split(':')[0] ?? '';
    return `${console}/lambda/home?region=${arn.region}#/functions/${encodeURIComponent(name)}`;
  }
  const page = PAGES[`${arn.service}:${arn.type}`];
  if (!page || arn.name.includes('/')) return null;
  return `${console}/sagemaker/home?region=${arn.region}#/${page}/${encodeURIComponent(arn.name)}`;
}

/** The page of a Studio domain, from which Studio is opened; null where it is not known which. */
export function studioPage(arn: string | null | undefined, domainId: string | null | undefined): string | null {
  const parsed = parseArn(arn);
  const console = parsed && consoleOf(parsed.region, parsed.partition);
  if (!console || !domainId || !/^d-[a-z0-9]+$/.test(domainId)) return null;
  return `${console}/sagemaker/home?region=${parsed.region}#/studio/${domainId}`;
}

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** The page of an object where the key ends like a file's name, else of a prefix; null where the bucket's region is not known. */
export function s3Page(region: string | null | undefined, bucket: string, key: string): string | null {
  const console = consoleOf(region);
  if (!console || !BUCKET.test(bucket)) return null;
  const isObject = /\.[A-Za-z0-9]+$/.test(key);
  const prefix = key === '' || isObject || key.endsWith('/') ? key : `${key}/`;
  const query = `region=${region}${prefix ? `&prefix=${encodeURIComponent(prefix)}` : ''}`;
  return `${console}/s3/${isObject ? 'object' : 'buckets'}/${bucket}?${query}`;
}
