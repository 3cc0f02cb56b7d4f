/**
 * What a page needs to know again when its form comes back, sealed into the form: it opens in the browser that it was
 * shown to, for the client that it was shown for, until that browser signs in.
 */
import { openSealed } from '../../core/sealed.ts';
import { browserToken } from '../cookies.ts';
import { FormRefused } from './form.ts';
import type { Visit } from './visit.ts';

const placeOf = ({ context, client }: Visit, browser: string): string =>
  `${context.env.site.pool.id}/${client.id}/${browser}`;

/** `kind`: which page it is for. */
export const sealState = <Kind extends string>(visit: Visit, state: { readonly kind: Kind }): string => {
  const { core, context } = visit;
  return core.sealer.seal('page-state', JSON.stringify(state), placeOf(visit, browserToken(core, context)));
};

/** Throws FormRefused (stale) for what was not shown to this browser, for this client, on this page. */
export const openState = <State extends { readonly kind: string }>(
  visit: Visit,
  kind: State['kind'],
  sealed: string | null,
): State => {
  const place = placeOf(visit, browserToken(visit.core, visit.context));
  const state = openSealed<State>(visit.core, 'page-state', sealed ?? '', place);
  if (state?.kind !== kind) throw new FormRefused('stale');
  return state;
};
