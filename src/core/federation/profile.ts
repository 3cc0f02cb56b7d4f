/** What a provider says of the person who came back from it. */
import type { Core } from '../core.ts';
import type { Site } from '../domains/site.ts';
import type { IdentityProvider } from '../identity-providers/provider.ts';
import { openSecrets } from '../identity-providers/secrets.ts';
import { ProviderFailed } from '../ports.ts';
import { appleClientSecret, appleName } from './apple.ts';
import { answerUri, isOpenId, usesPkce } from './authorization-url.ts';
import { redeemPlainly } from './plain-oauth.ts';
import type { FederationState } from './state.ts';
import { type Texts, texts } from './texts.ts';
import { userInfo } from './user-info.ts';

/** Every name is the provider's own. */
export interface ProviderProfile {
  /** Who it is, for good: `sub`, `id`, `user_id`, NameID. */
  readonly subject: string;
  readonly attributes: Texts;
  /** As InboundFederation hears of it. */
  readonly raw: {
    readonly idToken?: Texts;
    readonly userInfo?: Texts;
    readonly tokenResponse?: Texts;
    readonly samlResponse?: Texts;
  };
}

/** The parameters that the browser came back with. */
export interface ProviderAnswer {
  readonly code: string;
  /** `iss` (RFC 9207). */
  readonly issuer?: string | undefined;
  /** Sign in with Apple, the first time: JSON with the name. */
  readonly user?: string | undefined;
}

type Touches = Pick<Core, 'clock' | 'fetch' | 'oidc' | 'sealer'>;

/** Throws ProviderFailed. */
export const profileOf = async (
  core: Touches,
  site: Site,
  provider: IdentityProvider,
  state: FederationState,
  answer: ProviderAnswer,
): Promise<ProviderProfile> => {
  const { accessToken, response, claims } = await redeem(core, site, provider, state, answer);
  const idToken = claims && texts(claims);
  const info = await userInfo(core, provider, accessToken, idToken?.['sub']);
  const attributes = {
    ...tokensOf(response),
    ...idToken,
    ...(provider.type === 'SignInWithApple' && appleName(answer.user)),
    ...info,
  };
  const subject = claims?.sub ?? attributes[subjectName(provider)];
  if (!subject) throw new ProviderFailed(`${provider.name} does not say who the person is`);
  return {
    subject,
    attributes,
    raw: { tokenResponse: texts(response), ...(idToken && { idToken }), ...(info && { userInfo: info }) },
  };
};

/** Owners may map these two as well. */
const tokensOf = ({ access_token, id_token }: Readonly<Record<string, unknown>>): Texts =>
  texts({ access_token, id_token });

const SUBJECTS: Readonly<Partial<Record<IdentityProvider['type'], string>>> = {
  Facebook: 'id',
  LoginWithAmazon: 'user_id',
};

const subjectName = ({ type }: IdentityProvider): string => SUBJECTS[type] ?? 'sub';

interface Redeemed {
  readonly accessToken: string;
  readonly response: Readonly<Record<string, unknown>>;
  /** Of the ID token, where there is one. */
  readonly claims?: Readonly<Record<string, unknown>> & { readonly sub: string };
}

const redeem = async (
  core: Touches,
  site: Site,
  provider: IdentityProvider,
  state: FederationState,
  { code, issuer }: ProviderAnswer,
): Promise<Redeemed> => {
  const { details, type } = provider;
  const { oidc_issuer: issuedBy = '', token_url: tokenEndpoint = '', jwks_uri: jwksUri } = details;
  const grant = {
    code,
    issuer,
    redirectUri: answerUri(site),
    nonce: state.nonce,
    verifier: usesPkce(provider) ? state.verifier : undefined,
  };
  const client = {
    name: provider.name,
    clientId: details['client_id'] ?? '',
    clientSecret: await clientSecret(core, provider),
  };
  if (!isOpenId(provider)) {
    return redeemPlainly(core, { ...client, tokenEndpoint, method: details['token_request_method'] }, grant);
  }
  const discovers = type === 'OIDC' || jwksUri === undefined;
  return core.oidc.redeem({ ...client, tokenEndpoint, jwksUri, issuer: issuedBy, discovers }, grant);
};

const clientSecret = async (core: Touches, provider: IdentityProvider): Promise<string | undefined> => {
  const { client_secret, private_key } = openSecrets(core, provider);
  return provider.type === 'SignInWithApple' ? appleClientSecret(core, provider, private_key ?? '') : client_secret;
};
