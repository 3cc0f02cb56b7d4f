/** Providers of OAuth 2.0 without an ID token: Facebook, which takes the request by GET, and Login with Amazon. */
import type { Core } from '../core.ts';
import {
  type CodeAnswer,
  errorOfProvider,
  type FetchAnswer,
  type OidcParty,
  ProviderFailed,
  TIMEOUTS,
} from '../ports.ts';
import { asked, jsonOf } from './ask.ts';

type PlainParty = Pick<OidcParty, 'name' | 'clientId' | 'clientSecret' | 'tokenEndpoint'> & {
  /** `GET` or (unless given) `POST`. */
  readonly method?: string | undefined;
};

export interface PlainTokens {
  readonly accessToken: string;
  readonly response: Readonly<Record<string, unknown>>;
}

/** RFC 6749 section 4.1.3. Throws ProviderFailed. */
export const redeemPlainly = async (
  core: Pick<Core, 'fetch'>,
  party: PlainParty,
  answer: Pick<CodeAnswer, 'code' | 'redirectUri' | 'verifier'>,
): Promise<PlainTokens> => {
  const given = await request(core, party, parametersOf(party, answer));
  const response = jsonOf(given) ?? {};
  const { access_token: accessToken, token_type: type = 'bearer' } = response;
  if (given.status !== 200) throw new ProviderFailed(errorOfProvider(party.name, given.status, saidOf(response)));
  if (typeof accessToken !== 'string' || !/^bearer$/i.test(String(type)))
    throw new ProviderFailed('Bad token response');
  return { accessToken, response };
};

const parametersOf = (
  { clientId, clientSecret = '' }: PlainParty,
  { code, redirectUri, verifier }: Pick<CodeAnswer, 'code' | 'redirectUri' | 'verifier'>,
): URLSearchParams =>
  new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    client_id: clientId,
    client_secret: clientSecret,
    ...(verifier !== undefined && { code_verifier: verifier }),
  });

const request = (
  core: Pick<Core, 'fetch'>,
  { tokenEndpoint, method }: PlainParty,
  parameters: URLSearchParams,
): Promise<FetchAnswer> => {
  const accept = 'application/json';
  if (method !== 'GET') {
    const headers = { accept, 'content-type': 'application/x-www-form-urlencoded' };
    return asked(core, tokenEndpoint, { method: 'POST', headers, body: parameters.toString() }, TIMEOUTS.token);
  }
  const url = URL.parse(tokenEndpoint);
  for (const [name, value] of parameters) url?.searchParams.set(name, value);
  return asked(core, url?.href ?? '', { headers: { accept } }, TIMEOUTS.token);
};

/** Facebook's is an object. */
const saidOf = ({ error, error_description }: Readonly<Record<string, unknown>>): string[] => {
  const said = typeof error === 'object' && error !== null ? (error as { message?: unknown }).message : error;
  return [said, error_description].filter((text) => typeof text === 'string');
};
