/**
 * Which sign-in a response belongs to: one that set out here, by the state that comes back as RelayState, or, where the
 * provider may begin by itself (IDPInit), the authorization request that it writes into RelayState (developer guide,
 * "Implement IdP-initiated SAML sign-in").
 */
import type { Client } from '../../clients/client.ts';
import type { Core } from '../../core.ts';
import type { Site } from '../../domains/site.ts';
import type { IdentityProvider } from '../../identity-providers/provider.ts';
import { allowedProvider } from '../../oauth/allowed.ts';
import { AuthorizationRefused } from '../../oauth/errors.ts';
import { type AuthorizationRequest, type CheckedRequest, checkedRequest } from '../../oauth/request.ts';
import { type FederationState, openState } from '../state.ts';
import { samlRefusal, unknownAnswer } from './refusal.ts';

export interface SamlExchange {
  readonly client: Client;
  readonly request: AuthorizationRequest;
  readonly provider: IdentityProvider;
  /** Absent: the provider began. */
  readonly state?: FederationState | undefined;
}

type Needs = Pick<Core, 'clock' | 'directory' | 'sealer' | 'store'>;

/** Throws ServiceError where nobody but the person may hear of it, and AuthorizationRefused. */
export const exchangeOf = (core: Needs, site: Site, relayState: string): Promise<SamlExchange> => {
  const written = new URLSearchParams(relayState);
  return written.has('client_id') ? unsolicited(core, site, written) : solicited(core, site, relayState);
};

const solicited = async (core: Needs, site: Site, relayState: string): Promise<SamlExchange> => {
  const state = opened(core, site, relayState);
  const checked = await checkedRequest(core, site, new URLSearchParams(state.query));
  const provider = await allowedProvider(core, checked.client, { name: state.provider });
  return { ...checked, provider: samlProvider(checked, provider), state };
};

const opened = (core: Needs, site: Site, relayState: string): FederationState => {
  try {
    return openState(core, site, relayState);
  } catch (error) {
    throw error instanceof AuthorizationRefused ? unknownAnswer() : error;
  }
};

const unsolicited = async (core: Needs, site: Site, written: URLSearchParams): Promise<SamlExchange> => {
  const checked = await checkedRequest(core, site, written);
  const { identityProvider: name, idpIdentifier: identifier } = checked.request;
  const by = name === undefined ? identifier !== undefined && { identifier } : { name };
  const provider = by ? await allowedProvider(core, checked.client, by) : undefined;
  if (provider?.details['IDPInit'] !== 'true') throw unknownAnswer();
  return { ...checked, provider: samlProvider(checked, provider) };
};

const samlProvider = ({ request }: CheckedRequest, provider: IdentityProvider | undefined): IdentityProvider => {
  if (provider?.metadata !== undefined) return provider;
  throw samlRefusal(request, new AuthorizationRefused('invalid_request', 'The identity provider is not allowed.'));
};
