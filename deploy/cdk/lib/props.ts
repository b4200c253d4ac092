import { Token } from 'aws-cdk-lib';

/** How API Gateway knows callers: by API keys of a usage plan, by IAM signatures, or not at all. */
export type Auth = 'apiKey' | 'iam' | 'none';

/** What a deployment may decide. */
export interface LineageProps {
  /** The folder that holds the program, named `bootstrap`. */
  readonly codePath: string;
  /** The pipelines whose lineage may be read, by name, with `*` for any text. */
  readonly pipelines: readonly string[];
  /**
   * The buckets that may be read, by name, with `*` for any text. Unless it is said, posture and reports of all buckets
   * are read, and no datasets.
   */
  readonly buckets?: readonly string[];
  readonly auth: Auth;
  /** The origins whose pages may call the API. Cookies are never taken, so that `*` gives away no session. */
  readonly allowedOrigins: readonly string[];
  /** The region of requests that name none. */
  readonly defaultRegion: string;
  /** Variables of the function; they win over those that this stack sets. */
  readonly environment: Readonly<Record<string, string>>;
  /** The network of the function: none, a new one without a way out but the endpoints of AWS, or the id of one. */
  readonly vpc?: 'new' | `vpc-${string}`;
  /** Requests a second, and at once, of all callers; more are refused with 429. */
  readonly throttle: { readonly rate: number; readonly burst: number };
  /** How many requests are answered at a time; 0 reserves none. */
  readonly reservedConcurrency: number;
  /** How long answers are kept, in seconds, by the function and by clients; 0: not at all. */
  readonly cache: number;
  /** Whether requests are traced by X-Ray. */
  readonly tracing: boolean;
  /** Whether the stack makes the role by which API Gateway logs; an account needs one for all its APIs. */
  readonly cloudWatchRole: boolean;
}

/** Props of a context: `-c name=value`, or `context` of cdk.json. Lists are arrays, or texts with commas. */
export function propsOf(context: (name: string) => unknown): LineageProps {
  const auth = oneOf('auth', context('auth') ?? 'apiKey', ['apiKey', 'iam', 'none'] as const);
  const buckets = context('buckets');
  const vpc = context('vpc');
  return check({
    codePath: text('codePath', context('codePath') ?? '../../target/lambda/sagemaker-lineage-lambda'),
    pipelines: list('pipelines', context('pipelines') ?? ['*']),
    buckets: buckets === undefined ? undefined : list('buckets', buckets),
    auth,
    allowedOrigins: list('allowedOrigins', context('allowedOrigins') ?? (auth === 'none' ? [] : ['*'])),
    defaultRegion: text('defaultRegion', context('defaultRegion') ?? 'ap-northeast-2'),
    environment: variables(context('environment') ?? {}),
    vpc: vpc === undefined ? undefined : network(vpc),
    throttle: {
      rate: number('throttleRate', context('throttleRate') ?? 20, 1),
      burst: number('throttleBurst', context('throttleBurst') ?? 40, 1),
    },
    reservedConcurrency: number('reservedConcurrency', context('reservedConcurrency') ?? 10, 0),
    cache: number('cache', context('cache') ?? 30, 0),
    tracing: flag('tracing', context('tracing') ?? false),
    cloudWatchRole: flag('cloudWatchRole', context('cloudWatchRole') ?? true),
  });
}

/** Refuses what would deploy, and then do something that nobody wants. */
export function check(props: LineageProps): LineageProps {
  if (props.auth === 'none' && props.allowedOrigins.includes('*')) {
    throw new Error('allowedOrigins: with auth=none the pages of anywhere could read all answers; list origins');
  }
  for (const origin of props.allowedOrigins) {
    if (origin !== '*' && !/^https?:\/\/[a-z0-9.-]+(:[0-9]+)?$/.test(origin)) {
      throw new Error(`allowedOrigins: '${origin}' is no origin such as https://lineage.example.com`);
    }
  }
  if (props.allowedOrigins.includes('*') && props.allowedOrigins.length > 1) {
    throw new Error('allowedOrigins: * stands for all others');
  }
  if (props.pipelines.length === 0 || props.buckets?.length === 0) {
    throw new Error('pipelines, buckets: a list of none; leave it out, or say *');
  }
  for (const name of props.pipelines) {
    if (!/^[A-Za-z0-9*-]{1,256}$/.test(name)) throw new Error(`pipelines: '${name}' is no name of a pipeline`);
  }
  for (const name of props.buckets ?? []) {
    if (!/^[a-z0-9.*-]{1,63}$/.test(name)) throw new Error(`buckets: '${name}' is no name of a bucket`);
  }
  if (!Token.isUnresolved(props.defaultRegion) && !/^[a-z]{2}(-[a-z]+)+-[0-9]$/.test(props.defaultRegion)) {
    throw new Error(`defaultRegion: '${props.defaultRegion}' is no region`);
  }
  return props;
}

function text(name: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new Error(`${name}: a text is needed`);
  return value;
}

function list(name: string, value: unknown): string[] {
  const items: unknown = typeof value === 'string' ? value.split(',').map((item) => item.trim()) : value;
  if (!Array.isArray(items)) throw new Error(`${name}: a list is needed`);
  return items.filter((item) => item !== '').map((item) => text(name, item));
}

function number(name: string, value: unknown, least: number): number {
  const parsed = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof parsed !== 'number' || !Number.isInteger(parsed) || parsed < least) {
    throw new Error(`${name}: a whole number from ${least} is needed`);
  }
  return parsed;
}

function flag(name: string, value: unknown): boolean {
  return oneOf(name, String(value), ['true', 'false'] as const) === 'true';
}

function oneOf<T extends string>(name: string, value: unknown, known: readonly T[]): T {
  const found = known.find((one) => one === value);
  if (found === undefined) throw new Error(`${name}: one of ${known.join(', ')} is needed`);
  return found;
}

function network(value: unknown): 'new' | `vpc-${string}` {
  const id = text('vpc', value);
  if (id !== 'new' && !/^vpc-[0-9a-f]+$/.test(id)) throw new Error("vpc: 'new' or the id of a VPC is needed");
  return id as 'new' | `vpc-${string}`;
}

/** A JSON object, as an object or as text. */
function variables(value: unknown): Record<string, string> {
  const object: unknown = typeof value === 'string' ? parsed(value) : value;
  if (typeof object !== 'object' || object === null || Array.isArray(object)) {
    throw new Error(`environment: an object is needed, not ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  }
  return Object.fromEntries(Object.entries(object).map(([name, item]) => [name, text(`environment.${name}`, item)]));
}

/** Nothing where a text is no JSON: a shell may have taken its quotes. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
