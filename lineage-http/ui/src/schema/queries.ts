import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, body } from '../api/client';
import { given, type Where } from '../api/queries';
import type { Dataset, SchemaDiff, SchemaVersion, SchemaVersionItem } from '../api/types';
import type { Policy } from './policy';

/** A dataset, by its bucket and its prefix without a slash at its end; the empty prefix is the whole bucket. */
export interface DatasetAt extends Where {
  bucket: string;
  prefix: string;
}

interface Page {
  versions: SchemaVersionItem[];
  /** Where the next page begins; null on the last one. */
  next: number | null;
}

const parameters = ({ account, region, bucket, prefix }: DatasetAt) => ({
  path: { bucket, prefix },
  query: given({ account, region }),
});

/** The cursor of the next page, as the header `Link` has it. */
export function nextOf(link: string | null): number | null {
  const cursor = /<[^>]*[?&]cursor=(\d+)[^>]*>\s*;\s*rel="?next"?/.exec(link ?? '')?.[1];
  return cursor === undefined ? null : Number(cursor);
}

/** The versions that were kept, newest first, in pages. */
export const versionsQuery = (at: DatasetAt) =>
  infiniteQueryOptions({
    queryKey: ['schema-versions', at],
    initialPageParam: null as number | null,
    queryFn: async ({ signal, pageParam }): Promise<Page> => {
      const { path, query } = parameters(at);
      const answer = api.GET('/datasets/{bucket}/{prefix}/schema/versions', {
        params: { path, query: { ...query, limit: 100, ...given({ cursor: pageParam }) } },
        signal,
      });
      const versions = await body(answer);
      return { versions, next: nextOf((await answer).response.headers.get('link')) };
    },
    getNextPageParam: (page: Page) => page.next,
  });

export const versionQuery = (at: DatasetAt, version: number) =>
  queryOptions({
    queryKey: ['schema-version', at, version],
    queryFn: ({ signal }): Promise<SchemaVersion> => {
      const { path, query } = parameters(at);
      const params = { path: { ...path, version }, query };
      return body(api.GET('/datasets/{bucket}/{prefix}/schema/versions/{version}', { params, signal }));
    },
  });

export const diffQuery = (at: DatasetAt, from: number, to: number) =>
  queryOptions({
    queryKey: ['schema-diff', at, from, to],
    queryFn: ({ signal }): Promise<SchemaDiff> => {
      const { path, query } = parameters(at);
      const params = { path, query: { ...query, from, to } };
      return body(api.GET('/datasets/{bucket}/{prefix}/schema/diff', { params, signal }));
    },
  });

/** The schema as it is now. It reads samples of the objects, so it is asked only when somebody wants it. */
export const currentQuery = (at: DatasetAt, policy: Policy) =>
  queryOptions({
    queryKey: ['schema-now', at, policy],
    queryFn: ({ signal }): Promise<Dataset> => {
      const { path, query } = parameters(at);
      const params = { path, query: { ...query, policy: JSON.stringify(policy) } };
      return body(api.GET('/datasets/{bucket}/{prefix}/schema', { params, signal }));
    },
    // It has changed by the time that it is asked for again.
    gcTime: 0,
  });

/** Keeps the schema as it is now. */
export function keep(at: DatasetAt, policy: Policy): Promise<SchemaVersion> {
  return body(api.POST('/datasets/{bucket}/{prefix}/schema/versions', { params: parameters(at), body: policy }));
}
