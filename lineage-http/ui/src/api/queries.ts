import { MutationCache, QueryCache, QueryClient, queryOptions } from '@tanstack/react-query';
import { api, body } from './client';
import { ApiProblem } from './problem';
import type { Lineage } from './types';

/** Where AWS is asked. */
export interface Where {
  account?: string | undefined;
  region?: string | undefined;
}

/** Which lineage. */
export interface WhichLineage extends Where {
  pipeline: string;
  /** The id of an execution, or `none`; the latest one by default. */
  execution?: string | undefined;
  columns?: boolean | undefined;
  /** Whether the caller may read schemas. */
  schemas: boolean;
}

/** Nothing is asked again by itself: each answer costs calls to AWS, and the server keeps answers as long as it says. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: (error, query) => query.queryKey[0] !== 'me' && askWho(error) }),
  mutationCache: new MutationCache({ onError: askWho }),
  defaultOptions: {
    // The server may be on this machine: what the browser thinks of its network says nothing about it.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      retry: (times, error) => times < 1 && error instanceof ApiProblem && error.status === 0,
    },
  },
});

/** A session may end while the page is open: then the way in is shown, and what was typed stays. */
function askWho(error: unknown): void {
  if (error instanceof ApiProblem && error.status === 401) void queryClient.resetQueries({ queryKey: ['me'] });
}

/** Asks for everything anew, as somebody else may be told other things; what was typed stays. */
export const askAnew = (): Promise<void> =>
  queryClient.resetQueries({ predicate: (query) => query.queryKey[0] !== 'sql' });

export const meQuery = () =>
  queryOptions({ queryKey: ['me'], queryFn: ({ signal }) => body(api.GET('/me', { signal })) });

export const catalogQuery = ({ account, region }: Where) =>
  queryOptions({
    queryKey: ['catalog', account, region],
    queryFn: ({ signal }) =>
      body(api.GET('/sagemaker/catalog', { params: { query: { ...given({ account, regions: region }) } }, signal })),
  });

export const latestExecutionsQuery = ({ account, region }: Where) =>
  queryOptions({
    queryKey: ['latest-executions', account, region],
    queryFn: ({ signal }) => {
      const query = { ...given({ account, regions: region }), includeLatestExec: true };
      return body(api.GET('/sagemaker/pipelines', { params: { query }, signal }));
    },
  });

/** As many as one looks through; an older one is named by its id. */
export const MOST_EXECUTIONS = 50;

export const executionsQuery = ({ account, region }: Where, pipeline: string) =>
  queryOptions({
    queryKey: ['executions', account, region, pipeline],
    queryFn: ({ signal }) => {
      const query = { ...given({ account, region }), pipeline, limit: MOST_EXECUTIONS };
      return body(api.GET('/sagemaker/executions', { params: { query }, signal }));
    },
  });

/** The parameters of a lineage, which its other forms share. */
export function lineageParameters({ account, region, pipeline, execution, columns, schemas }: WhichLineage) {
  const run =
    execution === 'none'
      ? { includeLatestExec: false }
      : { ...(execution ? { execution } : {}), includeLatestExec: true };
  return {
    ...given({ account, region }),
    pipeline,
    ...run,
    includeDeployments: true,
    ...(schemas ? { includeSchema: true } : {}),
    ...(columns ? { includeColumns: true } : {}),
  };
}

export const lineageQuery = (which: WhichLineage) =>
  queryOptions({
    queryKey: ['lineage', which] as const,
    queryFn: async ({ signal }) => {
      const query = { ...lineageParameters(which), view: 'both' as const, layout: 'lr' as const };
      // Other forms, which the query does not ask for, have other types.
      const lineage = (await body(api.GET('/lineage', { params: { query }, signal }))) as Lineage;
      performance.mark('lineage-json');
      return lineage;
    },
    // Columns are added to what is there already: it stays until they have come.
    placeholderData: (before, query) => (isSameRun(query?.queryKey[1], which) ? before : undefined),
  });

function isSameRun(before: WhichLineage | undefined, which: WhichLineage): boolean {
  if (!before) return false;
  return (['account', 'region', 'pipeline', 'execution'] as const).every((name) => before[name] === which[name]);
}

/** What is set, without what is not. */
export function given<T extends Record<string, unknown>>(all: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const entries = Object.entries(all).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return Object.fromEntries(entries) as { [K in keyof T]?: NonNullable<T[K]> };
}
