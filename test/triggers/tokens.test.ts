/** PreTokenGeneration, in its three versions. */
import {
  AdminAddUserToGroupCommand,
  CreateGroupCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  type PreTokenGenerationLambdaVersionType,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { preClientTokenGeneration } from '../../src/core/triggers/pre-token-generation.ts';
import { answer, byPassword, claims, invite, refused } from '../auth/support/house.ts';
import { createClient, createConfirmedUser, PASSWORD } from '../support/builders.ts';
import type { Event } from './support/lambda.ts';
import { envelope, FLOWS, type Place, type Stage, startStage, withTriggers } from './support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

const API = 'aws.cognito.signin.user.admin';
const ROLE = 'arn:aws:iam::123456789012:role';

const version1 = (arn: string) => withTriggers(stage, { PreTokenGeneration: arn });
const versioned = (arn: string, LambdaVersion: PreTokenGenerationLambdaVersionType) =>
  withTriggers(stage, { PreTokenGenerationConfig: { LambdaArn: arn, LambdaVersion } }, { UserPoolTier: 'ESSENTIALS' });

const saying = (response: object) => stage.lambda.deploy((event: Event) => ({ ...event, response }));

/** A user in the groups `readers` (no role) and `writers` (a role). */
const member = async ({ poolId: UserPoolId }: Place): Promise<{ username: string; sub: string }> => {
  const user = await createConfirmedUser(stage.app, UserPoolId, { attributes: { email: 'a@example.com' } });
  await stage.app.cognito.send(new CreateGroupCommand({ UserPoolId, GroupName: 'readers', Precedence: 2 }));
  await stage.app.cognito.send(
    new CreateGroupCommand({ UserPoolId, GroupName: 'writers', Precedence: 1, RoleArn: `${ROLE}/writer` }),
  );
  for (const GroupName of ['readers', 'writers']) {
    await stage.app.cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, GroupName, Username: user.username }));
  }
  return user;
};

const tokensOf = async (place: Place, username: string) => {
  const { AuthenticationResult: result } = await byPassword(stage.app, place, username, PASSWORD);
  return { id: claims(result?.IdToken), access: claims(result?.AccessToken), result };
};

describe('PreTokenGeneration V1_0', () => {
  test('hears who signs in and what the groups are', async () => {
    const arn = stage.lambda.deploy((event) => event);
    const place = await version1(arn);
    const { username, sub } = await member(place);
    await byPassword(stage.app, place, username, PASSWORD);
    expect(stage.lambda.events(arn)).toEqual([
      {
        ...envelope(place, place.clientId, username, 'TokenGeneration_Authentication'),
        request: {
          userAttributes: { sub, 'cognito:user_status': 'CONFIRMED', email: 'a@example.com' },
          groupConfiguration: {
            groupsToOverride: ['writers', 'readers'],
            iamRolesToOverride: [`${ROLE}/writer`],
            preferredRole: `${ROLE}/writer`,
          },
        },
        response: { claimsOverrideDetails: null },
      },
    ]);
  });

  test('adds, overrides and suppresses claims of the ID token alone', async () => {
    const arn = saying({
      claimsOverrideDetails: {
        claimsToAddOrOverride: { tenant: 'acme', email: 'other@example.com', level: 7, admin: true },
        claimsToSuppress: ['cognito:groups'],
      },
    });
    const place = await version1(arn);
    const { username } = await member(place);
    const { id, access } = await tokensOf(place, username);
    expect(id).toMatchObject({ tenant: 'acme', email: 'other@example.com', level: '7', admin: 'true' });
    expect(id).not.toHaveProperty('cognito:groups');
    expect(access).not.toHaveProperty('tenant');
    expect(access['cognito:groups']).toEqual(['writers', 'readers']);
  });

  test('leaves claims that say who, whose and when alone', async () => {
    const reserved = ['sub', 'iss', 'aud', 'exp', 'iat', 'auth_time', 'jti', 'origin_jti', 'token_use'];
    const all = [...reserved, 'cognito:username'];
    const arn = saying({
      claimsOverrideDetails: {
        claimsToAddOrOverride: Object.fromEntries([...all, 'nonce', 'identities', 'dev:x'].map((name) => [name, 'x'])),
        claimsToSuppress: all,
      },
    });
    const place = await version1(arn);
    const { username, sub } = await createConfirmedUser(stage.app, place.poolId);
    const { id } = await tokensOf(place, username);
    expect(Object.entries(id).filter(([, value]) => value === 'x')).toEqual([]);
    expect(Object.keys(id)).toEqual(expect.arrayContaining(all));
    expect(id).toMatchObject({ sub, 'cognito:username': username, aud: place.clientId, token_use: 'id' });
  });

  test('overrides groups and roles in both tokens', async () => {
    const arn = saying({
      claimsOverrideDetails: {
        groupOverrideDetails: {
          groupsToOverride: ['night-shift'],
          iamRolesToOverride: [`${ROLE}/a`, `${ROLE}/b`],
          preferredRole: `${ROLE}/b`,
        },
      },
    });
    const place = await version1(arn);
    const { username } = await member(place);
    const { id, access } = await tokensOf(place, username);
    expect(id).toMatchObject({
      'cognito:groups': ['night-shift'],
      'cognito:roles': [`${ROLE}/a`, `${ROLE}/b`],
      'cognito:preferred_role': `${ROLE}/b`,
    });
    expect(access['cognito:groups']).toEqual(['night-shift']);
    expect(access).not.toHaveProperty('cognito:roles');
  });

  test.each([[null], [{}]])('%j for groups takes them all away', async (groupOverrideDetails) => {
    const place = await version1(saying({ claimsOverrideDetails: { groupOverrideDetails } }));
    const { username } = await member(place);
    const { id, access } = await tokensOf(place, username);
    for (const name of ['cognito:groups', 'cognito:roles', 'cognito:preferred_role']) {
      expect(id).not.toHaveProperty([name]);
      expect(access).not.toHaveProperty([name]);
    }
  });

  test.each([
    [{ claimsToAddOrOverride: { nested: { a: 1 } } }],
    [{ claimsToAddOrOverride: ['a'] }],
    [{ claimsToSuppress: 'email' }],
    [{ groupOverrideDetails: { groupsToOverride: [1] } }],
  ])('no tokens for %j', async (claimsOverrideDetails) => {
    const place = await version1(saying({ claimsOverrideDetails }));
    const { username } = await createConfirmedUser(stage.app, place.poolId);
    const sent = byPassword(stage.app, place, username, PASSWORD);
    await refused(sent, 'InvalidLambdaResponseException', 'Unrecognizable lambda output');
  });

  test('refuses: no tokens', async () => {
    const arn = stage.lambda.deploy(() => {
      throw new Error('no licence');
    });
    const place = await version1(arn);
    const { username } = await createConfirmedUser(stage.app, place.poolId);
    const sent = byPassword(stage.app, place, username, PASSWORD);
    await refused(sent, 'UserLambdaValidationException', 'PreTokenGeneration failed with error no licence.');
  });

  test('hears of the new password, and of its ClientMetadata', async () => {
    const arn = stage.lambda.deploy((event) => event);
    const place = await version1(arn);
    await invite(stage.app, place, 'guest', 'Temporary-horse-1');
    const asked = await byPassword(stage.app, place, 'guest', 'Temporary-horse-1');
    expect(stage.lambda.events(arn)).toEqual([]);
    const given = { USERNAME: 'guest', NEW_PASSWORD: PASSWORD };
    await answer(stage.app, place, 'NEW_PASSWORD_REQUIRED', given, asked.Session);
    expect(stage.lambda.events(arn)).toMatchObject([{ triggerSource: 'TokenGeneration_NewPasswordChallenge' }]);
  });
});

describe('PreTokenGeneration on refresh', () => {
  test('hears of it, without the ClientMetadata of InitiateAuth', async () => {
    const arn = stage.lambda.deploy((event) => event);
    const place = await version1(arn);
    const { username } = await createConfirmedUser(stage.app, place.poolId);
    const { result } = await tokensOf(place, username);
    await stage.app.cognito.send(
      new InitiateAuthCommand({
        ClientId: place.clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: result?.RefreshToken as string },
        ClientMetadata: { a: 'b' },
      }),
    );
    const [, refreshed] = stage.lambda.events(arn);
    expect(refreshed.triggerSource).toBe('TokenGeneration_RefreshTokens');
    expect(refreshed.request).not.toHaveProperty('clientMetadata');
  });

  test('hears the ClientMetadata of GetTokensFromRefreshToken; a refusal does not use up the token', async () => {
    let open = true;
    const arn = stage.lambda.deploy((event) => {
      if (!open) throw new Error('closed');
      return event;
    });
    const { poolId } = await version1(arn);
    const { ClientId: clientId } = await createClient(stage.app, poolId, {
      ExplicitAuthFlows: FLOWS.filter((flow) => flow !== 'ALLOW_REFRESH_TOKEN_AUTH'),
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
    });
    const { username } = await createConfirmedUser(stage.app, poolId);
    const { result } = await tokensOf({ poolId, clientId }, username);
    const refresh = () =>
      stage.app.cognito.send(
        new GetTokensFromRefreshTokenCommand({
          ClientId: clientId,
          RefreshToken: result?.RefreshToken as string,
          ClientMetadata: { a: 'b' },
        }),
      );
    open = false;
    await refused(refresh(), 'UserLambdaValidationException', 'PreTokenGeneration failed with error closed.');
    open = true;
    await expect(refresh()).resolves.toHaveProperty('AuthenticationResult.IdToken');
    expect(stage.lambda.events(arn).at(-1)).toMatchObject({
      triggerSource: 'TokenGeneration_RefreshTokens',
      request: { clientMetadata: { a: 'b' } },
    });
  });
});

describe.each([
  ['V2_0', '2'],
  ['V3_0', '3'],
] as const)('PreTokenGeneration %s', (lambdaVersion, version) => {
  test('hears the scopes too', async () => {
    const arn = stage.lambda.deploy((event) => event);
    const place = await versioned(arn, lambdaVersion);
    const { username, sub } = await createConfirmedUser(stage.app, place.poolId);
    await byPassword(stage.app, place, username, PASSWORD);
    expect(stage.lambda.events(arn)).toEqual([
      {
        ...envelope(place, place.clientId, username, 'TokenGeneration_Authentication'),
        version,
        request: {
          userAttributes: { sub, 'cognito:user_status': 'CONFIRMED' },
          groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
          scopes: [API],
        },
        response: { claimsAndScopeOverrideDetails: null },
      },
    ]);
  });

  test('changes claims and scopes of either token, complex values included', async () => {
    const arn = saying({
      claimsAndScopeOverrideDetails: {
        idTokenGeneration: { claimsToAddOrOverride: { family: ['Doe'] }, claimsToSuppress: ['email'] },
        accessTokenGeneration: {
          claimsToAddOrOverride: { permissions: { read: true, level: 3 } },
          claimsToSuppress: ['cognito:groups'],
          scopesToAdd: ['orders/read', 'orders/write'],
          scopesToSuppress: ['orders/write'],
        },
      },
    });
    const place = await versioned(arn, lambdaVersion);
    const { username } = await member(place);
    const { id, access } = await tokensOf(place, username);
    expect(id).toMatchObject({ family: ['Doe'], 'cognito:groups': ['writers', 'readers'] });
    expect(id).not.toHaveProperty('email');
    expect(access).toMatchObject({ permissions: { read: true, level: 3 }, scope: `${API} orders/read` });
    expect(access).not.toHaveProperty('cognito:groups');
    expect(access).not.toHaveProperty('family');
  });

  test('leaves what makes an access token what it is', async () => {
    const reserved = ['sub', 'iss', 'client_id', 'exp', 'iat', 'auth_time', 'jti', 'token_use', 'username', 'event_id'];
    const arn = saying({
      claimsAndScopeOverrideDetails: {
        accessTokenGeneration: {
          claimsToAddOrOverride: Object.fromEntries(
            [...reserved, 'scope', 'aud', 'version'].map((name) => [name, 'x']),
          ),
          claimsToSuppress: [...reserved, 'scope'],
        },
      },
    });
    const place = await versioned(arn, lambdaVersion);
    const { username } = await createConfirmedUser(stage.app, place.poolId);
    const { access } = await tokensOf(place, username);
    expect(Object.entries(access).filter(([, value]) => value === 'x')).toEqual([]);
    expect(Object.keys(access)).toEqual(expect.arrayContaining([...reserved, 'scope']));
  });

  test('may add the client as audience', async () => {
    const arn = stage.lambda.deploy((event) => {
      const claimsToAddOrOverride = { aud: event.callerContext.clientId };
      const response = { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride } } };
      return { ...event, response };
    });
    const place = await versioned(arn, lambdaVersion);
    const { username } = await createConfirmedUser(stage.app, place.poolId);
    expect((await tokensOf(place, username)).access['aud']).toBe(place.clientId);
  });

  test('takes the API’s scope away: the token does not act on its user any more, the refresh token still does', async () => {
    const arn = saying({
      claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToSuppress: [API], scopesToAdd: ['a'] } },
    });
    const place = await versioned(arn, lambdaVersion);
    const { username } = await createConfirmedUser(stage.app, place.poolId);
    const { result } = await tokensOf(place, username);
    const get = new GetUserCommand({ AccessToken: result?.AccessToken as string });
    await refused(stage.app.cognito.send(get), 'NotAuthorizedException', /scopes/);
    await stage.app.cognito.send(
      new InitiateAuthCommand({
        ClientId: place.clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: result?.RefreshToken as string },
      }),
    );
    expect(stage.lambda.events(arn).at(-1).request.scopes).toEqual([API]);
  });

  test.each([
    [{ accessTokenGeneration: { scopesToAdd: ['two scopes'] } }],
    [{ accessTokenGeneration: { scopesToAdd: 'one' } }],
    [{ idTokenGeneration: [] }],
  ])('no tokens for %j', async (claimsAndScopeOverrideDetails) => {
    const place = await versioned(saying({ claimsAndScopeOverrideDetails }), lambdaVersion);
    const { username } = await createConfirmedUser(stage.app, place.poolId);
    const sent = byPassword(stage.app, place, username, PASSWORD);
    await refused(sent, 'InvalidLambdaResponseException', 'Unrecognizable lambda output');
  });
});

describe('PreTokenGeneration for a client of its own', () => {
  const ask = async (place: Place, scopes: string[]) => {
    const { core } = stage.app;
    const pool = await core.directory.pool(place.poolId);
    const client = await core.directory.client(place.clientId);
    return preClientTokenGeneration(core, { pool, client, clientMetadata: { a: 'b' } }, scopes);
  };

  test('V3_0 hears of it', async () => {
    const arn = saying({
      claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: { tenant: 'acme' } } },
    });
    const place = await versioned(arn, 'V3_0');
    const changes = await ask(place, ['orders/read']);
    expect(changes?.access.set).toEqual({ tenant: 'acme' });
    expect(stage.lambda.events(arn)).toEqual([
      {
        ...envelope(place, place.clientId, place.clientId, 'TokenGeneration_ClientCredentials'),
        version: '3',
        request: {
          userAttributes: {},
          groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
          scopes: ['orders/read'],
          clientMetadata: { a: 'b' },
        },
        response: { claimsAndScopeOverrideDetails: null },
      },
    ]);
  });

  test('V2_0 does not', async () => {
    const arn = stage.lambda.deploy((event) => event);
    expect(await ask(await versioned(arn, 'V2_0'), [])).toBeUndefined();
    expect(stage.lambda.events(arn)).toEqual([]);
  });
});
