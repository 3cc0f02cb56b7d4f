/** Tokens of every kind of provider, and every reason not to believe one. */
import { GetOpenIdTokenCommand } from '@aws-sdk/client-cognito-identity';
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DeleteOpenIDConnectProviderCommand, DeleteSAMLProviderCommand } from '@aws-sdk/client-iam';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outboundFlags } from '../federation/support/https-server.ts';
import { CLIENT, type OidcUpstream, openOidcUpstream } from '../federation/support/oidc-upstream.ts';
import { createKey } from '../saml/support/key.ts';
import { createClient } from '../support/builders.ts';
import { forged, idTokenOf, mockTokens, registerOidc } from './support/providers.ts';
import { registerSaml, type SamlUpstream } from './support/saml.ts';
import {
  idOf,
  makeIdentityPool,
  makeUserPool,
  type Setting,
  signInAs,
  somebody,
  startSetting,
  type UserPool,
} from './support/setting.ts';

let app: Setting;
let users: UserPool;
let upstream: OidcUpstream;

beforeAll(async () => {
  upstream = await openOidcUpstream();
  app = await startSetting({ flags: outboundFlags(upstream) });
  users = await makeUserPool(app);
});
afterAll(async () => {
  await app.stop();
  await upstream.close();
});

/** And back again: other providers have the clock of this machine. */
const anHourLater = async (look: () => Promise<void>): Promise<void> => {
  app.clock.advance(3_601_000);
  try {
    await look();
  } finally {
    app.clock.advance(-3_601_000);
  }
};

const notAuthorized = (message: RegExp | string) =>
  expect.objectContaining({
    name: 'NotAuthorizedException',
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });
const SIGNATURE = 'Invalid login token. Token signature invalid.';
const UNSUPPORTED = 'Token is not from a supported provider of this identity pool.';

describe('ID tokens of user pools', () => {
  let pool: string;
  let checking: string;

  beforeAll(async () => {
    pool = await makeIdentityPool(app, users);
    const { provider: ProviderName, clientId: ClientId } = users;
    checking = await makeIdentityPool(app, undefined, {
      CognitoIdentityProviders: [{ ProviderName, ClientId, ServerSideTokenCheck: true }],
    });
  });

  const at = (token: string, there = pool, provider = users.provider) => idOf(app, there, { [provider]: token });

  it('are taken under the name of the issuer’s own address too', async () => {
    const { idToken } = await somebody(app, users);
    const named = String(decodeJwt(idToken).iss).replace(/^https?:\/\//, '');
    expect(await at(idToken, pool, named)).toBe(await at(idToken));
  });

  it('are not access tokens', async () => {
    const { accessToken } = await somebody(app, users);
    await expect(at(accessToken)).rejects.toEqual(notAuthorized('Invalid login token. Missing a required claim: aud'));
  });

  it.each(['nonsense', 'a.b.c', '', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.'])('are not %j', async (token) => {
    await expect(at(token || ' ')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it.each(['__proto__', 'constructor', 'toString', 'cognito-idp.us-east-1.amazonaws.com', '*'])(
    'are not taken under the name %s',
    async (name) => {
      const { idToken } = await somebody(app, users);
      await expect(idOf(app, pool, JSON.parse(JSON.stringify({ [name]: idToken })))).rejects.toEqual(
        notAuthorized(UNSUPPORTED),
      );
    },
  );

  it('are signed by their pool’s keys', async () => {
    const { idToken } = await somebody(app, users);
    const { kid = '' } = decodeProtectedHeader(idToken);
    await expect(at(await forged(decodeJwt(idToken), kid))).rejects.toEqual(notAuthorized(SIGNATURE));
    const [head, body, signature] = idToken.split('.');
    const claims = JSON.parse(Buffer.from(body ?? '', 'base64url').toString());
    const changed = Buffer.from(JSON.stringify({ ...claims, sub: crypto.randomUUID() })).toString('base64url');
    await expect(at(`${head}.${changed}.${signature}`)).rejects.toEqual(notAuthorized(SIGNATURE));
    const none = Buffer.from(JSON.stringify({ alg: 'none', kid })).toString('base64url');
    await expect(at(`${none}.${body}.`)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('are of the pool and the client that the identity pool names', async () => {
    const other = await makeUserPool(app);
    const stranger = await somebody(app, other);
    await expect(at(stranger.idToken)).rejects.toEqual(
      notAuthorized("Invalid login token. Issuer doesn't match providerName"),
    );
    await expect(at(stranger.idToken, pool, other.provider)).rejects.toEqual(notAuthorized(UNSUPPORTED));
    const { ClientId: clientId } = await createClient(app, users.id);
    const elsewhere = await somebody(app, { ...users, clientId });
    await expect(at(elsewhere.idToken)).rejects.toEqual(notAuthorized(UNSUPPORTED));
  });

  it('are asked for where the identity pool has no provider at all', async () => {
    const bare = await makeIdentityPool(app, undefined);
    const { idToken } = await somebody(app, users);
    await expect(at(idToken, bare)).rejects.toEqual(notAuthorized(/^Logins don't match\. Please include/));
  });

  it('are refused whole, when one of several is bad', async () => {
    const { idToken } = await somebody(app, users);
    const both = idOf(app, pool, { [users.provider]: idToken, 'accounts.google.com': 'x.y.z' });
    await expect(both).rejects.toEqual(notAuthorized(UNSUPPORTED));
  });

  it('end with their time', async () => {
    const { idToken } = await somebody(app, users);
    await anHourLater(() =>
      expect(at(idToken)).rejects.toEqual(notAuthorized(/^Invalid login token\. Token expired: \d{10} >= \d{10}$/)),
    );
  });

  it.each([
    ['disabled', (Username: string) => new AdminDisableUserCommand({ UserPoolId: users.id, Username })],
    ['signed out', (Username: string) => new AdminUserGlobalSignOutCommand({ UserPoolId: users.id, Username })],
    ['deleted', (Username: string) => new AdminDeleteUserCommand({ UserPoolId: users.id, Username })],
  ] as const)('of somebody %s end at once only with the server-side check', async (_, end) => {
    const { idToken, username } = await somebody(app, users);
    const known = await at(idToken, checking);
    await app.cognito.send(end(username) as AdminDisableUserCommand);
    await expect(at(idToken, checking)).rejects.toEqual(notAuthorized(/^Invalid login token\./));
    expect(await at(idToken)).not.toBe(known);
  });

  it('end with a revoked session, and not with another', async () => {
    const { username, ...one } = await somebody(app, users);
    const two = await signInAs(app, users, username);
    await at(one.idToken, checking);
    await app.cognito.send(new RevokeTokenCommand({ ClientId: users.clientId, Token: one.refreshToken }));
    await expect(at(one.idToken, checking)).rejects.toEqual(notAuthorized(/^Invalid login token\./));
    expect(await at(two.idToken, checking)).toMatch(/^us-east-1:/);
  });
});

describe('an OpenID Connect provider registered in IAM', () => {
  let arn: string;
  let pool: string;
  let name: string;

  beforeAll(async () => {
    arn = await registerOidc(app, upstream.url, [CLIENT.client_id]);
    pool = await makeIdentityPool(app, undefined, { OpenIdConnectProviderARNs: [arn], AllowClassicFlow: true });
    name = upstream.url.replace('https://', '');
  });

  const at = (token: string) => idOf(app, pool, { [name]: token });

  it('vouches for its people', async () => {
    upstream.person = { sub: 'ann', claims: {} };
    const token = await idTokenOf(upstream);
    const id = await at(token);
    upstream.person = { sub: 'bob', claims: {} };
    expect(await at(await idTokenOf(upstream))).not.toBe(id);
    upstream.person = { sub: 'ann', claims: {} };
    expect(await at(await idTokenOf(upstream))).toBe(id);
    const asked = new GetOpenIdTokenCommand({ IdentityId: id, Logins: { [name]: token } });
    const { Token = '' } = await app.identity.send(asked);
    expect(decodeJwt(Token)['amr']).toEqual(['authenticated', name, `${arn}:OIDC:ann`]);
  });

  it('is believed by its keys, for its audience, in its time', async () => {
    const token = await idTokenOf(upstream);
    const { kid = '' } = decodeProtectedHeader(token);
    await expect(at(await forged(decodeJwt(token), kid))).rejects.toEqual(notAuthorized(SIGNATURE));
    await expect(at(await forged(decodeJwt(token), 'another'))).rejects.toEqual(notAuthorized(SIGNATURE));
    await expect(at(await forged({ iss: 'https://evil.example', sub: 'ann' }, kid))).rejects.toEqual(
      notAuthorized("Invalid login token. Issuer doesn't match providerName"),
    );
    const { idToken } = await somebody(app, users);
    await expect(at(idToken)).rejects.toEqual(notAuthorized("Invalid login token. Issuer doesn't match providerName"));
    const foreign = await registerOidc(app, `${upstream.url}/nothing`, ['x']);
    const none = await makeIdentityPool(app, undefined, { OpenIdConnectProviderARNs: [foreign] });
    await expect(idOf(app, none, { [name]: token })).rejects.toEqual(notAuthorized(UNSUPPORTED));
    await anHourLater(() => expect(at(token)).rejects.toEqual(notAuthorized(/^Invalid login token\. Token expired/)));
  });

  it('is no longer believed for a client that IAM does not name, nor when IAM has it no more', async () => {
    const own = await openOidcUpstream();
    const named = own.url.replace('https://', '');
    const others = await registerOidc(app, own.url, ['somebody-else']);
    const there = await makeIdentityPool(app, undefined, { OpenIdConnectProviderARNs: [others] });
    // Its certificate is its own: nobody here trusts it.
    await expect(idOf(app, there, { [named]: await idTokenOf(own) })).rejects.toMatchObject({
      name: 'ExternalServiceException',
    });
    await own.close();
    const deleted = await registerOidc(app, 'https://gone.example.com', [CLIENT.client_id]);
    const gone = await makeIdentityPool(app, undefined, { OpenIdConnectProviderARNs: [deleted] });
    await app.iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: deleted }));
    await expect(idOf(app, gone, { 'gone.example.com': await idTokenOf(upstream) })).rejects.toEqual(
      notAuthorized(UNSUPPORTED),
    );
  });
});

describe('a SAML provider registered in IAM', () => {
  let saml: SamlUpstream;
  let pool: string;

  beforeAll(async () => {
    saml = await registerSaml(app, 'Corporate');
    pool = await makeIdentityPool(app, undefined, { SamlProviderARNs: [saml.arn] });
  });

  const at = (response: string) => idOf(app, pool, { [saml.arn]: response });

  it('vouches for its people', async () => {
    const id = await at(saml.response());
    expect(await at(saml.response())).toBe(id);
    expect(await at(saml.response({ nameId: 'bob' }))).not.toBe(id);
  });

  it('is believed by its certificate, for AWS, in its time', async () => {
    const key = await createKey();
    await expect(at(saml.response({}, {}, key))).rejects.toEqual(notAuthorized(SIGNATURE));
    await expect(at(saml.response({ audience: 'urn:other' }))).rejects.toEqual(
      notAuthorized('Invalid login token. Incorrect token audience.'),
    );
    await expect(at(saml.response({ recipient: 'https://app.example.com/saml' }))).rejects.toEqual(
      notAuthorized('Invalid login token. Incorrect token audience.'),
    );
    await expect(at(saml.response({ issuer: 'https://evil.example' }))).rejects.toEqual(
      notAuthorized("Invalid login token. Issuer doesn't match providerName"),
    );
    await expect(at(saml.response({ confirmedUntil: -120 }))).rejects.toEqual(
      notAuthorized(/^Invalid login token\. Token expired/),
    );
    await expect(at(saml.response({ notBefore: 600 }))).rejects.toEqual(
      notAuthorized('Invalid login token. Token is not yet valid.'),
    );
    const response = saml.response();
    const changed = Buffer.from(Buffer.from(response, 'base64').toString().replace('ann-1', 'root'));
    await expect(at(changed.toString('base64'))).rejects.toEqual(notAuthorized(SIGNATURE));
    await expect(at('bm9uc2Vuc2U=')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('is believed no more when IAM has it no more', async () => {
    const gone = await registerSaml(app, 'Gone');
    const there = await makeIdentityPool(app, undefined, { SamlProviderARNs: [gone.arn] });
    await idOf(app, there, { [gone.arn]: gone.response() });
    await app.iam.send(new DeleteSAMLProviderCommand({ SAMLProviderArn: gone.arn }));
    await expect(idOf(app, there, { [gone.arn]: gone.response() })).rejects.toEqual(notAuthorized(UNSUPPORTED));
  });
});

describe('providers that everybody knows', () => {
  const MOCK = 'poolhouse-mock';

  it.each([
    ['google', 'accounts.google.com', 'id_token'],
    ['facebook', 'graph.facebook.com', 'access_token'],
    ['amazon', 'www.amazon.com', 'access_token'],
  ] as const)('%s vouches for its people', async (path, name, kind) => {
    const pool = await makeIdentityPool(app, undefined, { SupportedLoginProviders: { [name]: MOCK } });
    const tokens = await mockTokens(app, path, { email: 'ann@example.com' });
    const id = await idOf(app, pool, { [name]: tokens[kind] });
    const again = await mockTokens(app, path, { email: 'ann@example.com' });
    expect(await idOf(app, pool, { [name]: again[kind] })).toBe(id);
    const other = await mockTokens(app, path, { email: 'bob@example.com' });
    expect(await idOf(app, pool, { [name]: other[kind] })).not.toBe(id);
    await expect(idOf(app, pool, { [name]: `${again[kind]}x` })).rejects.toEqual(notAuthorized(SIGNATURE));
    const notAsked = await makeIdentityPool(app, users);
    await expect(idOf(app, notAsked, { [name]: again[kind] })).rejects.toEqual(notAuthorized(UNSUPPORTED));
  });
});
