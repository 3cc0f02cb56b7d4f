import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminResetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
  GlobalSignOutCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConfirmedUser, createClient, createConfirmedUser, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { claimsOf, headerOf, refusal, signIn, type Tokens, whoAmI } from './tokens.ts';

let app: TestApp;
let poolId: string;
let clientId: string;
beforeAll(async () => {
  app = await startTestApp();
  poolId = (await createPool(app)).Id;
  clientId = (await createClient(app, poolId)).ClientId;
});
afterAll(() => app.stop());

const signedIn = async (): Promise<{ user: ConfirmedUser; tokens: Tokens }> => {
  const user = await createConfirmedUser(app, poolId);
  return { user, tokens: await signIn(app, clientId, user) };
};
const encode = (value: object | string) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const signedBy = (key: KeyObject, header: object, claims: object): string => {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
};
const INVALID = refusal('NotAuthorizedException', 'Invalid Access Token');
const REVOKED = refusal('NotAuthorizedException', 'Access Token has been revoked');

describe('an access token is invalid when', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const forgeries: Record<string, (tokens: Tokens) => string | Promise<string>> = {
    'it is no token': () => 'abc',
    'it is three parts of nothing': () => '..',
    'its payload is no object': ({ AccessToken }) => AccessToken.replace(/\.[^.]+\./, `.${encode('"x"')}.`),
    'it is an ID token': ({ IdToken }) => IdToken,
    'it is a refresh token': ({ RefreshToken }) => RefreshToken,
    'its signature is changed': ({ AccessToken }) => `${AccessToken.slice(0, -12)}AAAAAAAAAAAA`,
    'its signature is missing': ({ AccessToken }) => AccessToken.slice(0, AccessToken.lastIndexOf('.') + 1),
    'a claim is changed': ({ AccessToken }) => {
      const [header, , signature] = AccessToken.split('.');
      return `${header}.${encode({ ...claimsOf(AccessToken), username: 'admin' })}.${signature}`;
    },
    'it claims to need no signature': ({ AccessToken }) =>
      `${encode({ ...headerOf(AccessToken), alg: 'none' })}.${encode(claimsOf(AccessToken))}.${encode('x')}`,
    'it is signed with the public key as a shared secret': ({ AccessToken }) =>
      `${encode({ ...headerOf(AccessToken), alg: 'HS256' })}.${encode(claimsOf(AccessToken))}.${encode('x')}`,
    'another key signed it under the same key id': ({ AccessToken }) =>
      signedBy(privateKey, headerOf(AccessToken), claimsOf(AccessToken)),
    'its key id is unknown': ({ AccessToken }) =>
      signedBy(privateKey, { ...headerOf(AccessToken), kid: 'x' }, claimsOf(AccessToken)),
    'the ID key signed its claims': ({ AccessToken }) => app.core.signer.sign(poolId, 'id', claimsOf(AccessToken)),
    'it says it is an ID token': ({ AccessToken }) =>
      app.core.signer.sign(poolId, 'access', { ...claimsOf(AccessToken), token_use: 'id' }),
    'it comes from elsewhere': ({ AccessToken }) =>
      app.core.signer.sign(poolId, 'access', { ...claimsOf(AccessToken), iss: `https://example.com/${poolId}` }),
    'its pool is unknown': ({ AccessToken }) =>
      app.core.signer.sign(poolId, 'access', { ...claimsOf(AccessToken), iss: `${app.core.settings.issuerBase}/x_y` }),
    'it never expires': ({ AccessToken }) =>
      app.core.signer.sign(poolId, 'access', { ...claimsOf(AccessToken), exp: undefined }),
  };

  for (const [what, forge] of Object.entries(forgeries)) {
    it(what, async () => {
      const { tokens } = await signedIn();
      await expect(whoAmI(app, await forge(tokens))).rejects.toEqual(INVALID);
    });
  }

  it('another pool signed it', async () => {
    const { tokens } = await signedIn();
    const other = (await createPool(app)).Id;
    await createClient(app, other);
    const claims = claimsOf(tokens.AccessToken);
    await expect(whoAmI(app, await app.core.signer.sign(other, 'access', claims))).rejects.toEqual(INVALID);
    const moved = { ...claims, iss: `${app.core.settings.issuerBase}/${other}` };
    await expect(whoAmI(app, await app.core.signer.sign(poolId, 'access', moved))).rejects.toEqual(INVALID);
    // Signed in full by the other pool, but for a client of this one.
    await expect(whoAmI(app, await app.core.signer.sign(other, 'access', moved))).rejects.toThrow();
  });
});

describe('an access token says why it is refused', () => {
  it('without the scope', async () => {
    const { tokens } = await signedIn();
    const token = await app.core.signer.sign(poolId, 'access', { ...claimsOf(tokens.AccessToken), scope: 'openid' });
    await expect(whoAmI(app, token)).rejects.toEqual(
      refusal('NotAuthorizedException', 'Access Token does not have required scopes'),
    );
  });

  it('when its user is gone', async () => {
    const { user, tokens } = await signedIn();
    await app.cognito.send(new AdminDeleteUserCommand({ UserPoolId: poolId, Username: user.username }));
    await expect(whoAmI(app, tokens.AccessToken)).rejects.toEqual(
      refusal('UserNotFoundException', 'User does not exist.'),
    );
  });

  it('when its user is disabled, and stays revoked afterwards', async () => {
    const { user, tokens } = await signedIn();
    const named = { UserPoolId: poolId, Username: user.username };
    await app.cognito.send(new AdminDisableUserCommand(named));
    await expect(whoAmI(app, tokens.AccessToken)).rejects.toEqual(
      refusal('NotAuthorizedException', 'User is disabled.'),
    );
    await app.cognito.send(new AdminEnableUserCommand(named));
    await expect(whoAmI(app, tokens.AccessToken)).rejects.toEqual(REVOKED);
    expect((await whoAmI(app, (await signIn(app, clientId, user)).AccessToken)).Username).toBe(user.username);
  });

  it('when its user must reset the password', async () => {
    const user = await createConfirmedUser(app, poolId, {
      attributes: { email: `${crypto.randomUUID()}@example.com`, email_verified: 'true' },
    });
    const tokens = await signIn(app, clientId, user);
    await app.cognito.send(new AdminResetUserPasswordCommand({ UserPoolId: poolId, Username: user.username }));
    await expect(whoAmI(app, tokens.AccessToken)).rejects.toEqual(
      refusal('PasswordResetRequiredException', 'Password reset required for the user'),
    );
  });

  it('when its client or pool is gone', async () => {
    const pool = (await createPool(app)).Id;
    const client = (await createClient(app, pool)).ClientId;
    const tokens = await signIn(app, client, await createConfirmedUser(app, pool));
    await app.cognito.send(new DeleteUserPoolClientCommand({ UserPoolId: pool, ClientId: client }));
    await expect(whoAmI(app, tokens.AccessToken)).rejects.toHaveProperty('name', 'ResourceNotFoundException');
    await app.cognito.send(new DeleteUserPoolCommand({ UserPoolId: pool }));
    await expect(whoAmI(app, tokens.AccessToken)).rejects.toEqual(INVALID);
  });

  it('when it has expired', async () => {
    const { tokens } = await signedIn();
    app.clock.advance(3_599_000 - (app.clock.now() % 1_000));
    expect((await whoAmI(app, tokens.AccessToken)).Username).toBe(claimsOf(tokens.AccessToken)['username']);
    app.clock.advance(2_000);
    await expect(whoAmI(app, tokens.AccessToken)).rejects.toEqual(
      refusal('NotAuthorizedException', 'Access Token has expired'),
    );
  });
});

describe('global sign-out', () => {
  const ways = {
    'by the user': (_user: ConfirmedUser, { AccessToken }: Tokens) =>
      app.cognito.send(new GlobalSignOutCommand({ AccessToken })),
    'by an administrator': ({ username }: ConfirmedUser) =>
      app.cognito.send(new AdminUserGlobalSignOutCommand({ UserPoolId: poolId, Username: username })),
  };

  it.each(Object.entries(ways))('%s ends every sign-in before it and none after', async (_who, signOut) => {
    const { user, tokens } = await signedIn();
    const second = await signIn(app, clientId, user);
    await signOut(user, tokens);
    // At once: within the second in which the old tokens were issued.
    const after = await signIn(app, clientId, user);
    await expect(whoAmI(app, tokens.AccessToken)).rejects.toEqual(REVOKED);
    await expect(whoAmI(app, second.AccessToken)).rejects.toEqual(REVOKED);
    expect((await whoAmI(app, after.AccessToken)).Username).toBe(user.username);
  });

  it('ends tokens of clients without token revocation too', async () => {
    const { ClientId } = await createClient(app, poolId, { EnableTokenRevocation: false });
    const user = await createConfirmedUser(app, poolId);
    const tokens = await signIn(app, ClientId, user);
    await app.cognito.send(new GlobalSignOutCommand({ AccessToken: tokens.AccessToken }));
    await expect(whoAmI(app, tokens.AccessToken)).rejects.toEqual(REVOKED);
  });
});
