import { queryOptions } from '@tanstack/react-query';
import { api, body } from '../api/client';
import { ApiProblem } from '../api/problem';
import { given, type Where } from '../api/queries';

export const featureGroupsQuery = ({ account, region }: Where) =>
  queryOptions({
    queryKey: ['feature-groups', account, region],
    queryFn: ({ signal }) => {
      const query = given({ account, region });
      return body(api.GET('/featurestore/feature-groups', { params: { query }, signal }));
    },
  });

/** With descriptions, it costs a call to AWS for each feature. */
export const featureGroupQuery = ({ account, region }: Where, name: string, descriptions: boolean) =>
  queryOptions({
    queryKey: ['feature-group', account, region, name, descriptions],
    queryFn: ({ signal }) => {
      // A path leads elsewhere by these, however they are written.
      if (/\/|^\.{1,2}$/.test(name)) throw new ApiProblem(404, `no feature group is named '${name}'`, null);
      const query = { ...given({ account, region }), includeDescriptions: descriptions };
      return body(api.GET('/featurestore/feature-groups/{name}', { params: { query, path: { name } }, signal }));
    },
  });
