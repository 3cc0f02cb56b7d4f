/** Tokens of providers other than user pools. */
import { CreateOpenIDConnectProviderCommand } from '@aws-sdk/client-iam';
import { generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { Browser } from '../../federation/support/browser.ts';
import { CLIENT, type OidcUpstream } from '../../federation/support/oidc-upstream.ts';
import type { Setting } from './setting.ts';

const CALLBACK = 'https://localhost/oauth2/idpresponse';

/** Registers it in IAM; the answer is the ARN. */
export const registerOidc = async ({ iam }: Setting, url: string, clientIds: string[]): Promise<string> => {
  const { OpenIDConnectProviderArn } = await iam.send(
    new CreateOpenIDConnectProviderCommand({ Url: url, ClientIDList: clientIds }),
  );
  return OpenIDConnectProviderArn ?? '';
};

/** A whole sign-in of `upstream.person` at oidc-provider. */
export const idTokenOf = async (upstream: OidcUpstream): Promise<string> => {
  const browser = new Browser({ ca: upstream.ca });
  const query = new URLSearchParams({
    client_id: CLIENT.client_id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid profile email',
    nonce: 'n',
  });
  const end = await browser.follow(`${upstream.url}/auth?${query}`, (location) => location.startsWith(CALLBACK));
  const code = new URL(end.location ?? CALLBACK).searchParams.get('code') ?? '';
  const answer = await new Browser({ ca: upstream.ca }).open(`${upstream.url}/token`, {
    form: { ...CLIENT, grant_type: 'authorization_code', code, redirect_uri: CALLBACK },
  });
  return (JSON.parse(answer.body) as { id_token: string }).id_token;
};

/** Signed by a key that nobody published. */
export const forged = async (claims: JWTPayload, kid: string): Promise<string> => {
  const { privateKey } = await generateKeyPair('RS256');
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey);
};

/** A token of one of a development server's imitations. */
export const mockTokens = async (
  { endpoint }: Setting,
  provider: string,
  person: object,
): Promise<{ readonly id_token: string; readonly access_token: string }> => {
  await fetch(`${endpoint}/mocks/person`, { method: 'PUT', body: JSON.stringify(person) });
  const client = { client_id: 'poolhouse-mock', client_secret: 'poolhouse-mock-secret' };
  const asked = { ...client, response_type: 'code', redirect_uri: CALLBACK, scope: 'openid email', state: 's' };
  const sent = await fetch(`${endpoint}/mocks/${provider}/authorize?${new URLSearchParams(asked)}`, {
    redirect: 'manual',
  });
  const code = new URL(sent.headers.get('location') ?? CALLBACK).searchParams.get('code') ?? '';
  const answer = await fetch(`${endpoint}/mocks/${provider}/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...client, grant_type: 'authorization_code', code, redirect_uri: CALLBACK }),
  });
  return (await answer.json()) as { id_token: string; access_token: string };
};
