import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createClient, createConfirmedUser, createPool, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { answer, begin, bySrp, claims, type Place, refused, srpAnswer, WRONG } from './support/house.ts';
import { srpClient } from './support/srp-client.ts';

const PRIME_LENGTH = 768;

let app: TestApp;
let place: Place;
let other: Place;

beforeAll(async () => {
  app = await startTestApp();
  const { Id: poolId } = await createPool(app, { AliasAttributes: ['email'] });
  place = { poolId, clientId: (await createClient(app, poolId)).ClientId };
  other = { poolId, clientId: (await createClient(app, poolId)).ClientId };
});
afterAll(() => app.stop());

describe('USER_SRP_AUTH', () => {
  test('asks for the proof with the parameters that clients read', async () => {
    const { username } = await createConfirmedUser(app, place.poolId);
    const asked = await begin(app, place, 'USER_SRP_AUTH', { USERNAME: username, SRP_A: srpClient().SRP_A });
    expect(asked.ChallengeName).toBe('PASSWORD_VERIFIER');
    expect(asked.AuthenticationResult).toBeUndefined();
    expect(Object.keys(asked.ChallengeParameters ?? {}).sort()).toEqual(
      ['SALT', 'SECRET_BLOCK', 'SRP_B', 'USERNAME', 'USER_ID_FOR_SRP'].sort(),
    );
    const { SALT, SECRET_BLOCK, SRP_B, USERNAME, USER_ID_FOR_SRP } = asked.ChallengeParameters ?? {};
    expect(SALT).toMatch(/^[0-9a-f]{1,32}$/);
    expect(SRP_B).toMatch(/^[0-9a-f]+$/);
    expect(SRP_B?.length).toBeLessThanOrEqual(PRIME_LENGTH);
    expect(Buffer.from(SECRET_BLOCK ?? '', 'base64').toString('base64')).toBe(SECRET_BLOCK);
    expect([USERNAME, USER_ID_FOR_SRP]).toEqual([username, username]);
  });

  test('answers tokens to the right proof', async () => {
    const { username, password, sub } = await createConfirmedUser(app, place.poolId);
    const { AuthenticationResult, ChallengeName, ChallengeParameters } = await bySrp(app, place, username, password);
    expect(ChallengeName).toBeUndefined();
    expect(ChallengeParameters).toEqual({});
    expect(AuthenticationResult).toMatchObject({ TokenType: 'Bearer', ExpiresIn: 3600 });
    expect(AuthenticationResult?.RefreshToken).toMatch(/\S{100,}/);
    expect(claims(AuthenticationResult?.AccessToken)).toMatchObject({ sub, token_use: 'access', username });
    expect(claims(AuthenticationResult?.IdToken)).toMatchObject({ sub, token_use: 'id', aud: place.clientId });
  });

  test('finds the user by an alias and proves under the username', async () => {
    const email = 'alias@example.com';
    const { username, password } = await createConfirmedUser(app, place.poolId, {
      attributes: { email, email_verified: 'true' },
    });
    const { asked, given } = await srpAnswer(app, place, email, password);
    expect(asked.ChallengeParameters?.['USER_ID_FOR_SRP']).toBe(username);
    const { AuthenticationResult } = await answer(app, place, 'PASSWORD_VERIFIER', { ...given, USERNAME: email });
    expect(claims(AuthenticationResult?.AccessToken)['username']).toBe(username);
  });

  test('gives a new salt to nobody and a new B each time', async () => {
    const { username } = await createConfirmedUser(app, place.poolId);
    const ask = () => begin(app, place, 'USER_SRP_AUTH', { USERNAME: username, SRP_A: srpClient().SRP_A });
    const [one, two] = [(await ask()).ChallengeParameters, (await ask()).ChallengeParameters];
    expect(one?.['SALT']).toBe(two?.['SALT']);
    expect(one?.['SRP_B']).not.toBe(two?.['SRP_B']);
    expect(one?.['SECRET_BLOCK']).not.toBe(two?.['SECRET_BLOCK']);
  });

  test('refuses the proof of another password', async () => {
    const { username } = await createConfirmedUser(app, place.poolId);
    await refused(bySrp(app, place, username, 'Wrong-horse-1'), 'NotAuthorizedException', WRONG);
  });

  test.each([
    ['0', 'nothing'],
    ['N', 'the prime'],
    ['2N', 'twice the prime'],
    ['xyz', 'no number'],
  ])('refuses an SRP_A of %s', async (kind) => {
    const { username } = await createConfirmedUser(app, place.poolId);
    const { N } = await import('../../src/crypto/srp-group.ts');
    const SRP_A = { '0': '00', N: N.toString(16), '2N': (2n * N).toString(16), xyz: 'xyz' }[kind] ?? '';
    await refused(
      begin(app, place, 'USER_SRP_AUTH', { USERNAME: username, SRP_A }),
      'InvalidParameterException',
      'SRP_A is invalid',
    );
  });
});

describe('the answer to PASSWORD_VERIFIER', () => {
  const fresh = async () => {
    const { username, password } = await createConfirmedUser(app, place.poolId);
    return (await srpAnswer(app, place, username, password)).given;
  };

  test.each(['USERNAME', 'PASSWORD_CLAIM_SECRET_BLOCK', 'PASSWORD_CLAIM_SIGNATURE', 'TIMESTAMP'])(
    'needs %s',
    async (name) => {
      const { [name]: _, ...rest } = await fresh();
      const sent = answer(app, place, 'PASSWORD_VERIFIER', rest);
      await refused(sent, 'InvalidParameterException', `Missing required parameter ${name}`);
    },
  );

  test.each(['2026-01-05T09:04:07Z', 'Mon Jan 32 09:04:07 UTC 2026', 'Lun Jan 5 09:04:07 UTC 2026', 'now'])(
    'refuses the TIMESTAMP %s',
    async (TIMESTAMP) => {
      const sent = answer(app, place, 'PASSWORD_VERIFIER', { ...(await fresh()), TIMESTAMP });
      const message = 'TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english';
      await refused(sent, 'InvalidParameterException', message);
    },
  );

  test('is bound to its TIMESTAMP', async () => {
    const sent = answer(app, place, 'PASSWORD_VERIFIER', {
      ...(await fresh()),
      TIMESTAMP: 'Mon Jan 5 09:04:07 UTC 2026',
    });
    await refused(sent, 'NotAuthorizedException', WRONG);
  });

  test('counts once: the same answer again is refused', async () => {
    const given = await fresh();
    await answer(app, place, 'PASSWORD_VERIFIER', given);
    await refused(
      answer(app, place, 'PASSWORD_VERIFIER', given),
      'NotAuthorizedException',
      'Invalid session for the user, session can only be used once.',
    );
  });

  test('counts once also when it was wrong', async () => {
    const given = await fresh();
    const wrong = { ...given, PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString('base64') };
    await refused(answer(app, place, 'PASSWORD_VERIFIER', wrong), 'NotAuthorizedException', WRONG);
    await refused(answer(app, place, 'PASSWORD_VERIFIER', given), 'NotAuthorizedException', /used once/);
  });

  test('is refused after AuthSessionValidity', async () => {
    const given = await fresh();
    app.clock.advance(3 * 60_000 + 1);
    await refused(
      answer(app, place, 'PASSWORD_VERIFIER', given),
      'NotAuthorizedException',
      'Invalid session for the user, session is expired.',
    );
  });

  test('is refused from another client', async () => {
    const sent = answer(app, other, 'PASSWORD_VERIFIER', await fresh());
    await refused(sent, 'NotAuthorizedException', 'Invalid session for the user.');
  });

  test('is refused for another user', async () => {
    const { username } = await createConfirmedUser(app, place.poolId);
    const sent = answer(app, place, 'PASSWORD_VERIFIER', { ...(await fresh()), USERNAME: username });
    await refused(sent, 'NotAuthorizedException', WRONG);
  });

  test.each(['forged', Buffer.from('v1.forged.forged').toString('base64')])(
    'is refused with a SECRET_BLOCK that nobody sealed',
    async (PASSWORD_CLAIM_SECRET_BLOCK) => {
      const sent = answer(app, place, 'PASSWORD_VERIFIER', { ...(await fresh()), PASSWORD_CLAIM_SECRET_BLOCK });
      await refused(sent, 'NotAuthorizedException', 'Invalid session for the user.');
    },
  );

  test('takes no SECRET_BLOCK for a Session', async () => {
    const given = await fresh();
    const session = Buffer.from(given['PASSWORD_CLAIM_SECRET_BLOCK'] ?? '', 'base64').toString();
    const sent = answer(
      app,
      place,
      'NEW_PASSWORD_REQUIRED',
      { USERNAME: given['USERNAME'] ?? '', NEW_PASSWORD: PASSWORD },
      session.slice(0, 2048),
    );
    await refused(sent, 'NotAuthorizedException', 'Invalid session for the user.');
  });

  test('does three powers off the event loop for a whole sign-in, and signs twice', async () => {
    const { username, password } = await createConfirmedUser(app, place.poolId);
    const challenge = vi.spyOn(app.core.srp, 'challenge');
    const sessionKey = vi.spyOn(app.core.srp, 'sessionKey');
    const sign = vi.spyOn(app.core.signer, 'sign');
    await bySrp(app, place, username, password);
    expect([challenge, sessionKey, sign].map((spy) => spy.mock.calls.length)).toEqual([1, 1, 2]);
    vi.restoreAllMocks();
  });
});

describe('a user without a password', () => {
  test('is not signed in by the proof of any', async () => {
    const username = 'no-password';
    await app.cognito.send(
      new AdminCreateUserCommand({ UserPoolId: place.poolId, Username: username, MessageAction: 'SUPPRESS' }),
    );
    await refused(bySrp(app, place, username, ' '), 'NotAuthorizedException', WRONG);
  });
});
