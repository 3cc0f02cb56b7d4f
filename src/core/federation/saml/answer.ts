/** A provider's response, from its signature to the user whom it is about. */
import type { Core } from '../../core.ts';
import type { Site } from '../../domains/site.ts';
import type { IdentityProvider } from '../../identity-providers/provider.ts';
import { openSecrets } from '../../identity-providers/secrets.ts';
import type { Person } from '../../oauth/person.ts';
import type { SamlAssertion, SamlResponse } from '../../ports.ts';
import { type FederationCore, federatedPerson } from '../person.ts';
import { LIFETIME as STATE_LIFETIME } from '../state.ts';
import { severalTexts, type Texts } from '../texts.ts';
import { type CheckedResponse, checkResponse } from './check.ts';
import type { SamlExchange } from './exchange.ts';
import { withFreshMetadata } from './refresh.ts';
import { invalidResponse } from './refusal.ts';
import { consumerOf, entityIdOf } from './service-provider.ts';
import { spendMessage } from './spend.ts';
import { isForced, requestIdOf } from './start.ts';

/** As Cognito; characters of base64. */
const LONGEST = 100_000;

type Needs = FederationCore & Pick<Core, 'fetch' | 'log' | 'saml' | 'sealer'>;

/** Throws SamlRefused, AuthorizationRefused (without an address) and ServiceError: see `samlRefusal`. */
export const answeredPerson = async (
  core: Needs,
  site: Site,
  exchange: SamlExchange,
  encoded: string,
): Promise<Person> => {
  if (encoded.length > LONGEST) throw invalidResponse('SAML Response is too long');
  const { provider, client } = exchange;
  const response = await read(core, provider, encoded);
  const { assertion, nameId, expiresAt } = checked(core, site, exchange, response);
  if (!(await spendMessage(core, 'assertion', provider, assertion.id, expiresAt))) {
    throw invalidResponse('SAML Assertion was used before');
  }
  const attributes = textsOf(assertion);
  const profile = { subject: nameId.value, attributes, raw: { samlResponse: attributes } };
  const person = await federatedPerson(core, site, client, provider, profile);
  return { ...person, saml: { nameId, sessionIndex: assertion.authentication?.sessionIndex } };
};

const read = (core: Needs, provider: IdentityProvider, encoded: string): Promise<SamlResponse> => {
  const encrypted = provider.details['EncryptedResponses'] === 'true';
  const decryptionKey = encrypted ? openSecrets(core, provider).encryptionKey : undefined;
  return withFreshMetadata(core, provider, ({ certificates }) =>
    core.saml.readResponse(encoded, { certificates, decryptionKey }),
  );
};

const checked = (core: Needs, site: Site, exchange: SamlExchange, response: SamlResponse): CheckedResponse => {
  const { provider, request, state } = exchange;
  return checkResponse(response, {
    now: core.clock.now(),
    issuer: provider.metadata?.entityId ?? '',
    audience: entityIdOf(site.pool),
    consumer: consumerOf(site),
    inResponseTo: state && requestIdOf(state),
    authenticatedSince: state && isForced(request) ? state.expiresAt - STATE_LIFETIME : undefined,
  });
};

/** Several values become one text, as Cognito writes them; empty ones were not said. */
const textsOf = ({ attributes }: SamlAssertion): Texts => {
  const values = new Map<string, string[]>();
  for (const { name, values: some } of attributes) values.set(name, [...(values.get(name) ?? []), ...some]);
  const texts = [...values].map(([name, all]) => [name, all.length > 1 ? severalTexts(all) : (all[0] ?? '')] as const);
  return Object.fromEntries(texts.filter(([, text]) => text !== ''));
};
