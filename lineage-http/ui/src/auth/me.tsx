import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { ApiProblem } from '../api/problem';
import { meQuery, type Where } from '../api/queries';
import type { Me } from '../api/types';
import { Failure, Loading } from '../parts/Notice';
import { usePlace } from '../state/place';
import { SignIn } from './SignIn';

const MeContext = createContext<Me | null>(null);

/** Shows the page to whom the server knows, and the way in to everybody else. */
export function Gate({ children }: { children: ReactNode }) {
  const me = useQuery(meQuery());
  if (me.data) return <MeContext value={me.data}>{children}</MeContext>;
  if (me.error instanceof ApiProblem && me.error.status === 401) return <SignIn problem={me.error} />;
  if (me.error) return <Failure error={me.error} retry={() => me.refetch()} />;
  return <Loading />;
}

/** Who looks at the page, and what they may choose from. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('not within Gate');
  return me;
}

/** What the account is called that the server itself is signed in to. */
export const OWN = 'own';

/** The account and the region that the page is about. The region is undefined where nobody has chosen one yet. */
export function useWhere(): Where {
  const me = useMe();
  const place = usePlace();
  const account = place.account ?? me.accounts[0]?.name;
  const regions = me.accounts.find((one) => one.name === account)?.regions ?? [];
  const byDefault = regions.length === 0 || regions.includes(me.defaultRegion ?? '') ? me.defaultRegion : regions[0];
  const region = place.region ?? byDefault ?? undefined;
  return useMemo(() => ({ account: account === OWN ? undefined : account, region }), [account, region]);
}
