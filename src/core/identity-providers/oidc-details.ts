/** OpenID Connect providers: endpoints as given, the missing ones as the provider announces them. */
import type { Core } from '../core.ts';
import { invalidParameter } from '../errors.ts';
import type { ProviderDetails } from './provider.ts';
import { requireDetails, requireOneOf } from './required-details.ts';

const REQUIRED = ['client_id', 'authorize_scopes', 'oidc_issuer', 'attributes_request_method'];

/** Detail to its name in the discovery document (OpenID Connect Discovery 1.0 section 3). */
const ENDPOINTS = {
  authorize_url: 'authorization_endpoint',
  token_url: 'token_endpoint',
  attributes_url: 'userinfo_endpoint',
  jwks_uri: 'jwks_uri',
} as const;
const NAMES = Object.keys(ENDPOINTS) as (keyof typeof ENDPOINTS)[];

/** Throws InvalidParameterException. */
export const oidcDetails = async (core: Pick<Core, 'fetch'>, given: ProviderDetails): Promise<ProviderDetails> => {
  requireDetails(given, REQUIRED);
  requireOneOf(given, 'attributes_request_method', ['GET', 'POST']);
  for (const name of ['oidc_issuer', ...NAMES]) assertHttps(name, given[name]);
  const complete = NAMES.every((name) => given[name] !== undefined);
  const found = complete ? {} : await discover(core, given['oidc_issuer'] ?? '');
  return { attributes_url_add_attributes: 'false', ...found, ...given };
};

const assertHttps = (name: string, value: string | undefined): void => {
  if (value === undefined || URL.parse(value)?.protocol === 'https:') return;
  throw invalidParameter(`Invalid ${name}: it must be an HTTPS URL.`);
};

/** Only a document that names this issuer speaks for it (section 4.3). */
const discover = async (core: Pick<Core, 'fetch'>, issuer: string): Promise<ProviderDetails> => {
  const document = await readDocument(core, `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  if (String(document['issuer']).replace(/\/$/, '') !== issuer.replace(/\/$/, '')) {
    throw invalidParameter('The issuer in the well-known document does not match the oidc_issuer.');
  }
  const found = NAMES.map((name) => [name, document[ENDPOINTS[name]]] as const);
  return Object.fromEntries(found.filter((entry): entry is [(typeof NAMES)[number], string] => isHttps(entry[1])));
};

const readDocument = async (core: Pick<Core, 'fetch'>, url: string): Promise<Record<string, unknown>> => {
  try {
    const answer = await core.fetch(url, { headers: { accept: 'application/json' } });
    if (answer.status !== 200) throw new Error(`status ${answer.status}`);
    return JSON.parse(Buffer.from(answer.body).toString()) as Record<string, unknown>;
  } catch {
    throw invalidParameter('Unable to contact well-known endpoint');
  }
};

const isHttps = (value: unknown): boolean => typeof value === 'string' && URL.parse(value)?.protocol === 'https:';
