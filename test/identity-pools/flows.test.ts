/** From a login, or none, to credentials that work, by both flows. */
import { GetOpenIdTokenCommand } from '@aws-sdk/client-cognito-identity';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  arnOf,
  credentialsOf,
  idOf,
  makeIdentityPool,
  makeRole,
  makeUserPool,
  type Setting,
  setRoles,
  somebody,
  startSetting,
  trustOf,
  type UserPool,
} from './support/setting.ts';

let app: Setting;
let users: UserPool;

beforeAll(async () => {
  app = await startSetting();
  users = await makeUserPool(app);
});
afterAll(() => app.stop());

describe('the enhanced flow', () => {
  it('gives credentials of the authenticated role to who signed in', async () => {
    const pool = await makeIdentityPool(app, users);
    const role = await makeRole(app, trustOf(pool));
    await setRoles(app, pool, { authenticated: role });
    const { idToken } = await somebody(app, users);
    const logins = { [users.provider]: idToken };
    const id = await idOf(app, pool, logins);
    expect(id).toMatch(/^us-east-1:[0-9a-f-]{36}$/);
    expect(await idOf(app, pool, logins)).toBe(id);
    const credentials = await credentialsOf(app, id, logins);
    expect(credentials.identityId).toBe(id);
    expect(credentials.accessKeyId).toMatch(/^ASIA/);
    expect(credentials.expiration.getTime() - app.clock.now()).toBeGreaterThan(3_590_000);
    const name = role.slice(role.indexOf('/') + 1);
    expect(await arnOf(app, credentials)).toBe(
      `arn:aws:sts::000000000000:assumed-role/${name}/CognitoIdentityCredentials`,
    );
  });
});

describe('GetOpenIdToken', () => {
  it('is signed by the identity issuer, whose documents are public', async () => {
    const pool = await makeIdentityPool(app, users, { AllowClassicFlow: true });
    const { idToken, sub } = await somebody(app, users);
    const logins = { [users.provider]: idToken };
    const id = await idOf(app, pool, logins);
    const { Token = '' } = await app.identity.send(new GetOpenIdTokenCommand({ IdentityId: id, Logins: logins }));
    const claims = decodeJwt(Token);
    expect(claims).toMatchObject({
      sub: id,
      aud: pool,
      amr: ['authenticated', users.provider, `${users.provider}:CognitoSignIn:${sub}`],
    });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(600);
  });
});
