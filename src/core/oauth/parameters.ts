/** The parameters of an authorization request whose client and redirect address are good. */
import type { Client } from '../clients/client.ts';
import { AuthorizationRefused } from './errors.ts';
import { isCodeChallenge } from './pkce.ts';
import type { AuthorizationRequest, Prompt } from './request.ts';
import { checkedResource } from './resource.ts';

type Checked = Omit<AuthorizationRequest, 'query' | 'redirectUri' | 'responseType' | 'scopes' | 'state'>;

const invalid = (description: string) => new AuthorizationRefused('invalid_request', description);

/** Throws AuthorizationRefused. */
export const checkParameters = (client: Client, parameters: URLSearchParams): Checked => {
  assertSingle(parameters);
  assertNothingBeyond(parameters);
  assertResponseType(client, parameters.get('response_type'));
  const given = (name: string): string | undefined => parameters.get(name) || undefined;
  return {
    clientId: client.id,
    nonce: given('nonce'),
    ...challengeOf(given('code_challenge'), given('code_challenge_method')),
    prompt: promptOf(given('prompt')),
    maxAge: maxAgeOf(given('max_age')),
    loginHint: given('login_hint'),
    idTokenHint: given('id_token_hint'),
    language: given('lang'),
    identityProvider: given('identity_provider'),
    idpIdentifier: given('idp_identifier'),
    resource: checkedResource(given('resource')),
  };
};

/** RFC 6749 section 3.1. */
const assertSingle = (parameters: URLSearchParams): void => {
  const names = [...parameters.keys()];
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw invalid('A parameter is given more than once');
};

/** OpenID Connect Core section 3.1.2.6: a request in another form must not be read as if it were not there. */
const UNSUPPORTED = ['registration', 'request', 'request_uri'] as const;

/** Answers come where they always come (OAuth 2.0 Multiple Response Type Encoding Practices section 2.1). */
const MODES: Readonly<Record<string, string>> = { code: 'query', token: 'fragment' };

const assertNothingBeyond = (parameters: URLSearchParams): void => {
  const unsupported = UNSUPPORTED.find((name) => parameters.has(name));
  if (unsupported !== undefined) throw new AuthorizationRefused(`${unsupported}_not_supported`);
  const mode = parameters.get('response_mode');
  const isUsual = !mode || mode === MODES[parameters.get('response_type') ?? ''];
  if (!isUsual) throw invalid('response_mode is not supported');
};

const FLOWS: Readonly<Record<string, string>> = { code: 'code', token: 'implicit' };

const assertResponseType = ({ settings }: Client, type: string | null): void => {
  if (!type) throw invalid("Required String parameter 'response_type' is not present");
  const flow = Object.hasOwn(FLOWS, type) ? FLOWS[type] : undefined;
  if (flow === undefined) throw new AuthorizationRefused('unsupported_response_type');
  if (settings.allowedOAuthFlowsUserPoolClient && settings.allowedOAuthFlows?.includes(flow)) return;
  throw new AuthorizationRefused('unauthorized_client');
};

const challengeOf = (
  challenge: string | undefined,
  method: string | undefined,
): Pick<AuthorizationRequest, 'codeChallenge' | 'codeChallengeMethod'> => {
  if (challenge === undefined && method === undefined) return {};
  if (method !== 'S256') throw invalid('code_challenge_method should be S256');
  if (challenge === undefined) throw invalid('code_challenge is required');
  if (!isCodeChallenge(challenge)) throw invalid('code_challenge is invalid');
  return { codeChallenge: challenge, codeChallengeMethod: method };
};

const PROMPTS: ReadonlySet<string> = new Set<Prompt>(['none', 'login', 'select_account', 'consent']);

const promptOf = (text: string | undefined): Prompt[] => {
  const prompts = [...new Set(text?.split(' ').filter(Boolean))];
  if (prompts.some((prompt) => !PROMPTS.has(prompt))) throw invalid('prompt is invalid');
  if (prompts.includes('none') && prompts.length > 1) throw invalid('prompt none cannot be combined');
  return prompts as Prompt[];
};

const maxAgeOf = (text: string | undefined): number | undefined => {
  if (text !== undefined && !/^\d{1,9}$/.test(text)) throw invalid('max_age is invalid');
  return text === undefined ? undefined : Number(text);
};
