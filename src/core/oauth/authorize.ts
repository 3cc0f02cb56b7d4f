/**
 * What an authorization request leads to: straight back to the client for whoever has a session, to a provider that the
 * request names, or to the pages. Sources: developer guide, "The redirect and authorization endpoint"; OpenID Connect
 * Core section 3.1.2.1 for `prompt` and `max_age`.
 */
import type { Client } from '../clients/client.ts';
import type { Core } from '../core.ts';
import { type IdentityProvider, OWN_USERS } from '../identity-providers/provider.ts';
import { allowedProvider, allowsOwnUsers, allowsPerson } from './allowed.ts';
import { AuthorizationRefused } from './errors.ts';
import { readHint } from './id-token-hint.ts';
import type { Person } from './person.ts';
import { type AuthorizationRequest, refusalTo } from './request.ts';

export type NextStop =
  | { readonly at: 'client'; readonly person: Person }
  | { readonly at: 'provider'; readonly provider: IdentityProvider }
  | { readonly at: 'login' };

/** `person`: who has a session in this browser. Throws AuthorizationRefused. */
export const nextStop = async (
  core: Pick<Core, 'clock' | 'settings' | 'signer' | 'store'>,
  client: Client,
  request: AuthorizationRequest,
  person: Person | undefined,
): Promise<NextStop> => {
  const provider = await requestedProvider(core, client, request);
  const { prompt } = request;
  const suffices = person && sessionSuffices(core, client, request, person) && isOf(person, request, provider);
  if (suffices && !prompt.includes('select_account') && (await isHinted(core, client, request, person))) {
    return { at: 'client', person };
  }
  if (prompt.includes('none')) throw refusalTo(request, { error: 'login_required', description: undefined });
  return provider ? { at: 'provider', provider } : { at: 'login' };
};

/**
 * Whether somebody who has a session need not sign in again for this request: neither `prompt` nor `max_age` demands it,
 * and the client takes people who sign in their way.
 */
export const sessionSuffices = (
  core: Pick<Core, 'clock'>,
  client: Client,
  { prompt, maxAge }: AuthorizationRequest,
  person: Person,
): boolean => {
  const isRecent = maxAge === undefined || core.clock.now() - person.authTime < Math.max(maxAge, 0) * 1_000;
  return isRecent && !prompt.includes('login') && allowsPerson(client, person);
};

/** A request that names a provider is about that provider's people. */
const isOf = (person: Person, { identityProvider }: AuthorizationRequest, provider: IdentityProvider | undefined) =>
  provider || identityProvider ? person.provider === provider?.name : true;

/** A request that brings an ID token is about its user. */
const isHinted = async (
  core: Pick<Core, 'settings' | 'signer'>,
  { poolId }: Client,
  { idTokenHint }: AuthorizationRequest,
  { user }: Person,
): Promise<boolean> => idTokenHint === undefined || (await readHint(core, poolId, idTokenHint))?.sub === user.sub;

/** Throws AuthorizationRefused for one that the client does not allow. */
const requestedProvider = async (
  core: Pick<Core, 'store'>,
  client: Client,
  request: AuthorizationRequest,
): Promise<IdentityProvider | undefined> => {
  const { identityProvider: name, idpIdentifier: identifier } = request;
  if (name === OWN_USERS && allowsOwnUsers(client)) return undefined;
  if (name === undefined && identifier === undefined) return undefined;
  const by = name === undefined ? { identifier: identifier ?? '' } : { name };
  const provider = await allowedProvider(core, client, by);
  if (provider) return provider;
  throw refusalTo(request, new AuthorizationRefused('invalid_request', unknownProvider(by)));
};

const unknownProvider = (by: { readonly name?: string }): string =>
  `The ${by.name === undefined ? 'idp_identifier' : 'identity_provider'} does not exist.`;
