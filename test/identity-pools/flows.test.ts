/** From a login, or none, to credentials that work, by both flows. */
import {
  DescribeIdentityPoolCommand,
  GetOpenIdTokenCommand,
  SetPrincipalTagAttributeMapCommand,
} from '@aws-sdk/client-cognito-identity';
import { AssumeRoleWithWebIdentityCommand } from '@aws-sdk/client-sts';
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
    expect(claims.iss).toBe(`${app.core.settings.publicUrl}/identity`);
    expect(claims['https://aws.amazon.com/tags']).toBeUndefined();
  });

  it('is for STS: it is neither renewed nor taken for a developer’s token', async () => {
    const pool = await makeIdentityPool(app, users, { AllowClassicFlow: true, DeveloperProviderName: 'login.example' });
    await setRoles(app, pool, { authenticated: await makeRole(app, trustOf(pool)) });
    const { idToken } = await somebody(app, users);
    const logins = { [users.provider]: idToken };
    const IdentityId = await idOf(app, pool, logins);
    const { Token = '' } = await app.identity.send(new GetOpenIdTokenCommand({ IdentityId, Logins: logins }));
    const own = { 'cognito-identity.amazonaws.com': Token };
    await expect(app.identity.send(new GetOpenIdTokenCommand({ IdentityId, Logins: own }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: "Invalid login token. Can't pass in a Cognito token.",
    });
    await expect(credentialsOf(app, IdentityId, own)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: `Access to Identity '${IdentityId}' is forbidden.`,
    });
  });

  it('carries principal tags to STS', async () => {
    const pool = await makeIdentityPool(app, users, { AllowClassicFlow: true });
    await app.identity.send(
      new SetPrincipalTagAttributeMapCommand({
        IdentityPoolId: pool,
        IdentityProviderName: users.provider,
        PrincipalTags: { person: 'sub' },
      }),
    );
    const { idToken, sub } = await somebody(app, users);
    const logins = { [users.provider]: idToken };
    const IdentityId = await idOf(app, pool, logins);
    const { Token = '' } = await app.identity.send(new GetOpenIdTokenCommand({ IdentityId, Logins: logins }));
    expect(decodeJwt(Token)['https://aws.amazon.com/tags']).toEqual({ principal_tags: { person: [sub] } });
    const allowing = (person: string) => ({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'cognito-identity:DescribeIdentityPool',
          Resource: '*',
          Condition: { StringEquals: { 'aws:PrincipalTag/person': person } },
        },
      ],
    });
    const describePool = async (person: string) => {
      const { Credentials: keys } = await app.sts({ accessKeyId: 'none', secretAccessKey: 'none' }).send(
        new AssumeRoleWithWebIdentityCommand({
          RoleArn: await makeRole(app, trustOf(pool), allowing(person)),
          RoleSessionName: 'app1',
          WebIdentityToken: Token,
        }),
      );
      const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = keys ?? {};
      const signer = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
      return app.identityAs(signer).send(new DescribeIdentityPoolCommand({ IdentityPoolId: pool }));
    };
    expect((await describePool(sub)).IdentityPoolId).toBe(pool);
    await expect(describePool('another')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
