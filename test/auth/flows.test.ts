/** Which flows who may use, and that what is not supported never signs in. */
import { ChallengeNameType, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { challengeNamed } from '../../src/core/auth/challenges/registry.ts';
import { assertFlowAllowed } from '../../src/core/auth/flow-allowed.ts';
import type { AuthFlow, ChallengeName } from '../../src/core/auth/state.ts';
import type { Client } from '../../src/core/clients/client.ts';
import { createClient, createConfirmedUser, createPool, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import {
  adminAnswer,
  adminBegin,
  answer,
  begin,
  byPassword,
  bySrp,
  invite,
  type Place,
  refused,
} from './support/house.ts';
import { srpClient } from './support/srp-client.ts';

let app: TestApp;
let poolId: string;
let place: Place;

beforeAll(async () => {
  app = await startTestApp();
  ({ Id: poolId } = await createPool(app));
  place = { poolId, clientId: (await createClient(app, poolId)).ClientId };
});
afterAll(() => app.stop());

/** Every name of the API, or the compiler complains; and none besides. */
const everyChallenge: Readonly<Record<ChallengeNameType, ChallengeName>> & Readonly<Record<ChallengeName, string>> = {
  ...ChallengeNameType,
};

describe('challenges', () => {
  test('that have no file are refused by name, never passed', () => {
    const supported = Object.values(everyChallenge).filter((name) => {
      try {
        return challengeNamed(name);
      } catch (error) {
        expect(error).toMatchObject({
          code: 'InvalidParameterException',
          message: `Challenge ${name} is not supported.`,
        });
        return false;
      }
    });
    expect(supported).toEqual(
      expect.arrayContaining(['CUSTOM_CHALLENGE', 'NEW_PASSWORD_REQUIRED', 'PASSWORD_VERIFIER']),
    );
    expect(supported).not.toContain('ADMIN_NO_SRP_AUTH');
  });

  test('that have no file are refused over the wire', async () => {
    const given = { USERNAME: 'someone', ANSWER: 'yes' };
    const message = 'Challenge ADMIN_NO_SRP_AUTH is not supported.';
    const sent = answer(app, place, 'ADMIN_NO_SRP_AUTH', given, 'x'.repeat(20));
    await refused(sent, 'InvalidParameterException', message);
    const asAdmin = adminAnswer(app, place, 'ADMIN_NO_SRP_AUTH', given, 'x'.repeat(20));
    await refused(asAdmin, 'InvalidParameterException', message);
  });
});

describe('ExplicitAuthFlows', () => {
  const flows: AuthFlow[] = [
    'USER_SRP_AUTH',
    'USER_PASSWORD_AUTH',
    'ADMIN_USER_PASSWORD_AUTH',
    'ADMIN_NO_SRP_AUTH',
    'CUSTOM_AUTH',
    'USER_AUTH',
    'REFRESH_TOKEN_AUTH',
    'REFRESH_TOKEN',
  ];
  const REFRESH: AuthFlow[] = ['REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN'];
  const ADMIN: AuthFlow[] = ['ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'];

  const allowed = (explicitAuthFlows: string[] | undefined): AuthFlow[] =>
    flows.filter((flow) => {
      try {
        assertFlowAllowed({ settings: { explicitAuthFlows } as Client['settings'] }, flow);
        return true;
      } catch {
        return false;
      }
    });

  const rows: [string[] | undefined, AuthFlow[]][] = [
    [undefined, ['USER_SRP_AUTH', 'CUSTOM_AUTH', ...REFRESH]],
    [[], ['USER_SRP_AUTH', 'CUSTOM_AUTH', ...REFRESH]],
    [['ALLOW_USER_SRP_AUTH'], ['USER_SRP_AUTH']],
    [['ALLOW_REFRESH_TOKEN_AUTH'], REFRESH],
    [['ALLOW_USER_PASSWORD_AUTH'], ['USER_PASSWORD_AUTH']],
    [['ALLOW_ADMIN_USER_PASSWORD_AUTH'], ADMIN],
    [['ALLOW_CUSTOM_AUTH'], ['CUSTOM_AUTH']],
    [['ALLOW_USER_AUTH'], ['USER_AUTH']],
    [['ADMIN_NO_SRP_AUTH'], ['USER_SRP_AUTH', ...ADMIN, 'CUSTOM_AUTH', ...REFRESH]],
    [['USER_PASSWORD_AUTH'], ['USER_SRP_AUTH', 'USER_PASSWORD_AUTH', 'CUSTOM_AUTH', ...REFRESH]],
    [['CUSTOM_AUTH_FLOW_ONLY'], ['CUSTOM_AUTH', ...REFRESH]],
  ];

  test.each(rows)('%j allow %j and nothing else', (listed, expected) => {
    expect(new Set(allowed(listed))).toEqual(new Set(expected));
  });

  test('refuse in the words that clients know', async () => {
    const { ClientId: clientId } = await createClient(app, poolId, {
      ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_USER_AUTH'],
    });
    const closed = { poolId, clientId };
    const { username: USERNAME } = await createConfirmedUser(app, poolId);
    const say = (attempt: Promise<unknown>, message: string) => refused(attempt, 'InvalidParameterException', message);
    await say(byPassword(app, closed, USERNAME, PASSWORD), 'USER_PASSWORD_AUTH flow not enabled for this client');
    await say(bySrp(app, closed, USERNAME, PASSWORD), 'USER_SRP_AUTH is not enabled for the client.');
    for (const flow of ADMIN) {
      const sent = adminBegin(app, closed, flow, { USERNAME, PASSWORD });
      await say(sent, 'Auth flow not enabled for this client');
    }
    for (const flow of REFRESH) {
      const sent = begin(app, closed, flow, { REFRESH_TOKEN: 'x' });
      await say(sent, 'REFRESH_TOKEN_AUTH is not enabled for the client.');
    }
  });
});

describe('flows', () => {
  test.each(['ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'])('%s is for administrators', async (flow) => {
    const sent = begin(app, place, flow, { USERNAME: 'someone', PASSWORD });
    await refused(sent, 'InvalidParameterException', 'Initiate Auth method not supported.');
  });

  test('USER_PASSWORD_AUTH is not for administrators', async () => {
    const sent = adminBegin(app, place, 'USER_PASSWORD_AUTH', { USERNAME: 'someone', PASSWORD });
    await refused(sent, 'InvalidParameterException', 'Initiate Auth method not supported.');
  });

  test('SRP works through the administrators’ operations too', async () => {
    const { username, password } = await createConfirmedUser(app, poolId);
    const client = srpClient();
    const asked = await adminBegin(app, place, 'USER_SRP_AUTH', { USERNAME: username, SRP_A: client.SRP_A });
    const given = client.prove(poolId, asked.ChallengeParameters ?? {}, password);
    const done = await adminAnswer(app, place, 'PASSWORD_VERIFIER', given);
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('an unknown flow does not pass validation', async () => {
    const sent = begin(app, place, 'MAGIC_AUTH', { USERNAME: 'someone' });
    await refused(sent, 'InvalidParameterException', /Value 'MAGIC_AUTH' at 'authFlow' failed to satisfy constraint/);
  });
});

describe('pools and clients', () => {
  test('a client that nobody made is not found', async () => {
    const message = 'User pool client 0123456789abcdefghijklmnop does not exist.';
    const nowhere = { poolId, clientId: '0123456789abcdefghijklmnop' };
    await refused(byPassword(app, nowhere, 'x', PASSWORD), 'ResourceNotFoundException', message);
    const sent = answer(app, nowhere, 'PASSWORD_VERIFIER', { USERNAME: 'x' });
    await refused(sent, 'ResourceNotFoundException', message);
  });

  test('a client of another pool is not found by administrators', async () => {
    const elsewhere = { poolId: (await createPool(app)).Id, clientId: place.clientId };
    const given = { USERNAME: 'x', PASSWORD };
    const message = `User pool client ${place.clientId} does not exist.`;
    const begun = adminBegin(app, elsewhere, 'ADMIN_USER_PASSWORD_AUTH', given);
    await refused(begun, 'ResourceNotFoundException', message);
    const answered = adminAnswer(app, elsewhere, 'PASSWORD_VERIFIER', given);
    await refused(answered, 'ResourceNotFoundException', message);
  });

  test('a pool of another region is not found', async () => {
    const europe = { ...app, cognito: app.client({ region: 'eu-west-1' }) };
    const message = `User pool ${poolId} does not exist.`;
    const begun = adminBegin(europe, place, 'ADMIN_USER_PASSWORD_AUTH', { USERNAME: 'x', PASSWORD });
    await refused(begun, 'ResourceNotFoundException', message);
    const answered = adminAnswer(europe, place, 'PASSWORD_VERIFIER', { USERNAME: 'x' });
    await refused(answered, 'ResourceNotFoundException', message);
  });

  test('context, metadata and analytics are taken and change nothing', async () => {
    const { username, password } = await createConfirmedUser(app, poolId);
    const { AuthenticationResult } = await app.cognito.send(
      new InitiateAuthCommand({
        ClientId: place.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD: password, DEVICE_KEY: 'us-east-1_abcdef' },
        ClientMetadata: { from: 'test' },
        AnalyticsMetadata: { AnalyticsEndpointId: 'endpoint' },
        UserContextData: { EncodedData: 'data', IpAddress: '192.0.2.1' },
      }),
    );
    expect(AuthenticationResult?.TokenType).toBe('Bearer');
  });
});

describe('a pool that demands MFA', () => {
  let guarded: Place;
  beforeAll(async () => {
    const { Id } = await createPool(app, {
      MfaConfiguration: 'ON',
      SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms' },
      AutoVerifiedAttributes: ['phone_number'],
    });
    guarded = { poolId: Id, clientId: (await createClient(app, Id)).ClientId };
  });

  test('signs nobody in without it', async () => {
    const { username, password } = await createConfirmedUser(app, guarded.poolId);
    for (const signIn of [byPassword, bySrp]) {
      const next = await signIn(app, guarded, username, password);
      expect(next.ChallengeName).toBe('MFA_SETUP');
      expect(next.AuthenticationResult).toBe(undefined);
    }
  });

  test('nor after a new password', async () => {
    await invite(app, guarded, 'guest', 'Temporary-horse-1');
    const { Session } = await byPassword(app, guarded, 'guest', 'Temporary-horse-1');
    const given = { USERNAME: 'guest', NEW_PASSWORD: PASSWORD };
    const next = await answer(app, guarded, 'NEW_PASSWORD_REQUIRED', given, Session);
    expect(next.ChallengeName).toBe('MFA_SETUP');
    expect(next.AuthenticationResult).toBe(undefined);
  });
});
