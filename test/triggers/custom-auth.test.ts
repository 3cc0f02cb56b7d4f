/** CUSTOM_AUTH: DefineAuthChallenge, CreateAuthChallenge, VerifyAuthChallengeResponse. */
import {
  AdminDisableUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from 'amazon-cognito-identity-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answer, begin, claims, invite, refused, WRONG } from '../auth/support/house.ts';
import { srpClient } from '../auth/support/srp-client.ts';
import { createConfirmedUser, PASSWORD } from '../support/builders.ts';
import type { Event, Handler } from './support/lambda.ts';
import { envelope, type Place, type Stage, signUp, startStage, withTriggers } from './support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

/** Up to three guesses; after the password where that came first. */
const define: Handler = (event) => {
  const { session } = event.request;
  const last = session.at(-1);
  const guesses = session.filter(({ challengeName }: Event) => challengeName === 'CUSTOM_CHALLENGE');
  if (last?.challengeName === 'SRP_A') return decided(event, { challengeName: 'PASSWORD_VERIFIER' });
  if (last?.challengeName === 'CUSTOM_CHALLENGE' && last.challengeResult) return decided(event, { issueTokens: true });
  if (guesses.length >= 3) return decided(event, { failAuthentication: true });
  return decided(event, { challengeName: 'CUSTOM_CHALLENGE' });
};
const decided = (event: Event, response: object) => ({
  ...event,
  response: { challengeName: null, issueTokens: false, failAuthentication: false, ...response },
});
const create: Handler = (event) => ({
  ...event,
  response: {
    publicChallengeParameters: { question: 'pet?' },
    privateChallengeParameters: { answer: 'rex' },
    challengeMetadata: `PET_${event.request.session.length}`,
  },
});
const verify: Handler = (event) => ({
  ...event,
  response: { answerCorrect: event.request.challengeAnswer === event.request.privateChallengeParameters.answer },
});

interface Riddle extends Place {
  readonly define: string;
  readonly create: string;
  readonly verify: string;
}

const riddle = async (handlers: { define?: Handler; create?: Handler; verify?: Handler } = {}, client = {}) => {
  const arns = {
    define: stage.lambda.deploy(handlers.define ?? define),
    create: stage.lambda.deploy(handlers.create ?? create),
    verify: stage.lambda.deploy(handlers.verify ?? verify),
  };
  const triggers = {
    DefineAuthChallenge: arns.define,
    CreateAuthChallenge: arns.create,
    VerifyAuthChallengeResponse: arns.verify,
  };
  return { ...(await withTriggers(stage, triggers, {}, client)), ...arns } satisfies Riddle;
};

const start = (place: Place, USERNAME: string) => begin(stage.app, place, 'CUSTOM_AUTH', { USERNAME });
const reply = (place: Place, USERNAME: string, ANSWER: string, session: string | undefined) =>
  answer(stage.app, place, 'CUSTOM_CHALLENGE', { USERNAME, ANSWER }, session);

const round = (right: boolean, metadata: string) => ({
  challengeName: 'CUSTOM_CHALLENGE',
  challengeResult: right,
  challengeMetadata: metadata,
});

describe('CUSTOM_AUTH', () => {
  test('asks, judges and issues tokens; every event is exact', async () => {
    const place = await riddle();
    const { username, sub } = await createConfirmedUser(stage.app, place.poolId);
    const asked = await start(place, username);
    expect(asked).toMatchObject({
      ChallengeName: 'CUSTOM_CHALLENGE',
      ChallengeParameters: { USERNAME: username, question: 'pet?' },
    });
    expect(JSON.stringify(asked)).not.toContain('rex');
    const done = await stage.app.cognito.send(
      new RespondToAuthChallengeCommand({
        ClientId: place.clientId,
        ChallengeName: 'CUSTOM_CHALLENGE',
        ChallengeResponses: { USERNAME: username, ANSWER: 'rex' },
        Session: asked.Session,
        ClientMetadata: { hint: 'bone' },
      }),
    );
    expect(claims(done.AuthenticationResult?.IdToken)).toMatchObject({ sub, 'cognito:username': username });

    const common = (source: string) => envelope(place, place.clientId, username, `${source}_Authentication`);
    const userAttributes = { sub, 'cognito:user_status': 'CONFIRMED' };
    const undecided = { challengeName: null, issueTokens: null, failAuthentication: null };
    const clientMetadata = { hint: 'bone' };
    expect(stage.lambda.events(place.define)).toEqual([
      { ...common('DefineAuthChallenge'), request: { userAttributes, session: [] }, response: undecided },
      {
        ...common('DefineAuthChallenge'),
        request: { userAttributes, session: [round(true, 'PET_0')], clientMetadata },
        response: undecided,
      },
    ]);
    expect(stage.lambda.events(place.create)).toEqual([
      {
        ...common('CreateAuthChallenge'),
        request: { userAttributes, challengeName: 'CUSTOM_CHALLENGE', session: [] },
        response: { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null },
      },
    ]);
    expect(stage.lambda.events(place.verify)).toEqual([
      {
        ...common('VerifyAuthChallengeResponse'),
        request: {
          userAttributes,
          privateChallengeParameters: { answer: 'rex' },
          challengeAnswer: 'rex',
          clientMetadata,
        },
        response: { answerCorrect: null },
      },
    ]);
  });

  test('asks again after a wrong answer, and ends where the pool says so', async () => {
    const place = await riddle();
    const { username } = await createConfirmedUser(stage.app, place.poolId);
    let asked = await start(place, username);
    asked = await reply(place, username, 'max', asked.Session);
    asked = await reply(place, username, 'bello', asked.Session);
    expect(asked.ChallengeName).toBe('CUSTOM_CHALLENGE');
    const last = reply(place, username, 'waldi', asked.Session);
    await refused(last, 'NotAuthorizedException', WRONG);
    expect(stage.lambda.events(place.define).at(-1).request.session).toEqual([
      round(false, 'PET_0'),
      round(false, 'PET_1'),
      round(false, 'PET_2'),
    ]);
  });

  test('lets one session be answered once, however many answer at once', async () => {
    const place = await riddle();
    const { username } = await createConfirmedUser(stage.app, place.poolId);
    const { Session } = await start(place, username);
    const guesses = ['max', 'bello', 'waldi', 'rex', 'fido'];
    const results = await Promise.allSettled(guesses.map((guess) => reply(place, username, guess, Session)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(stage.lambda.events(place.verify)).toHaveLength(1);
    const again = reply(place, username, 'rex', Session);
    const message = 'Invalid session for the user, session can only be used once.';
    await refused(again, 'NotAuthorizedException', message);
  });

  test('has the password proved first with SRP_A', async () => {
    const place = await riddle();
    const { username, password } = await createConfirmedUser(stage.app, place.poolId);
    const client = srpClient();
    const first = await begin(stage.app, place, 'CUSTOM_AUTH', {
      USERNAME: username,
      CHALLENGE_NAME: 'SRP_A',
      SRP_A: client.SRP_A,
    });
    expect(first.ChallengeName).toBe('PASSWORD_VERIFIER');
    const proof = client.prove(place.poolId, first.ChallengeParameters ?? {}, password);
    const asked = await answer(stage.app, place, 'PASSWORD_VERIFIER', proof, first.Session);
    expect(asked.ChallengeName).toBe('CUSTOM_CHALLENGE');
    const done = await reply(place, username, 'rex', asked.Session);
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
    const passed = (challengeName: string) => ({ challengeName, challengeResult: true, challengeMetadata: null });
    expect(stage.lambda.events(place.define).map(({ request }) => request.session)).toEqual([
      [passed('SRP_A')],
      [passed('SRP_A'), passed('PASSWORD_VERIFIER')],
      [passed('SRP_A'), passed('PASSWORD_VERIFIER'), round(true, 'PET_2')],
    ]);
  });

  test('begins without a password for CHALLENGE_NAME=CUSTOM_CHALLENGE as without the name, and refuses others', async () => {
    const place = await riddle();
    const { username: USERNAME } = await createConfirmedUser(stage.app, place.poolId);
    const named = (CHALLENGE_NAME: string) => begin(stage.app, place, 'CUSTOM_AUTH', { USERNAME, CHALLENGE_NAME });
    expect((await named('CUSTOM_CHALLENGE')).ChallengeName).toBe('CUSTOM_CHALLENGE');
    expect(stage.lambda.events(place.define).map(({ request }) => request.session)).toEqual([[]]);
    await refused(named('SMS_MFA'), 'InvalidParameterException', 'Invalid challenge name SMS_MFA.');
  });

  test('a wrong password ends it; a temporary one must be changed at the end', async () => {
    const place = await riddle();
    await invite(stage.app, place, 'guest', 'Temporary-horse-1');
    const prove = async (password: string) => {
      const client = srpClient();
      const given = { USERNAME: 'guest', CHALLENGE_NAME: 'SRP_A', SRP_A: client.SRP_A };
      const first = await begin(stage.app, place, 'CUSTOM_AUTH', given);
      const proof = client.prove(place.poolId, first.ChallengeParameters ?? {}, password);
      return answer(stage.app, place, 'PASSWORD_VERIFIER', proof);
    };
    await refused(prove('Wrong-horse-1'), 'NotAuthorizedException', WRONG);
    const asked = await prove('Temporary-horse-1');
    const next = await reply(place, 'guest', 'rex', asked.Session);
    expect(next.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    const given = { USERNAME: 'guest', NEW_PASSWORD: PASSWORD };
    const done = await answer(stage.app, place, 'NEW_PASSWORD_REQUIRED', given, next.Session);
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('signs in users who never had a password of their own', async () => {
    const place = await riddle();
    await invite(stage.app, place, 'guest', 'Temporary-horse-1');
    stage.app.clock.advance(30 * 24 * 3_600_000);
    const { Session } = await start(place, 'guest');
    const done = await reply(place, 'guest', 'rex', Session);
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('works through the administrators’ operations too', async () => {
    const place = await riddle();
    const { username } = await createConfirmedUser(stage.app, place.poolId);
    const door = { UserPoolId: place.poolId, ClientId: place.clientId };
    const asked = await stage.app.cognito.send(
      new AdminInitiateAuthCommand({ ...door, AuthFlow: 'CUSTOM_AUTH', AuthParameters: { USERNAME: username } }),
    );
    const done = await stage.app.cognito.send(
      new AdminRespondToAuthChallengeCommand({
        ...door,
        ChallengeName: 'CUSTOM_CHALLENGE',
        ChallengeResponses: { USERNAME: username, ANSWER: 'rex' },
        Session: asked.Session,
      }),
    );
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('asks about nobody where the client hides who exists, and never lets nobody in', async () => {
    const place = await riddle({}, { PreventUserExistenceErrors: 'ENABLED' });
    const asked = await start(place, 'nobody');
    expect(asked).toMatchObject({
      ChallengeName: 'CUSTOM_CHALLENGE',
      ChallengeParameters: { USERNAME: 'nobody', question: 'pet?' },
    });
    const sent = reply(place, 'nobody', 'rex', asked.Session);
    await refused(sent, 'NotAuthorizedException', WRONG);
    for (const arn of [place.define, place.create, place.verify]) {
      for (const { request } of stage.lambda.events(arn)) {
        expect(request).toMatchObject({ userAttributes: {}, userNotFound: true });
      }
    }
    expect(stage.lambda.events(place.verify)).toHaveLength(1);
  });

  test('takes an alias that nobody has through to the end as well', async () => {
    const arns = await riddle();
    const triggers = {
      DefineAuthChallenge: arns.define,
      CreateAuthChallenge: arns.create,
      VerifyAuthChallengeResponse: arns.verify,
    };
    const hidden = { PreventUserExistenceErrors: 'ENABLED' } as const;
    const place = await withTriggers(stage, triggers, { UsernameAttributes: ['email'] }, hidden);
    const asked = await start(place, 'nobody@example.com');
    const sent = reply(place, 'nobody@example.com', 'rex', asked.Session);
    await refused(sent, 'NotAuthorizedException', WRONG);
    const other = await start(place, 'nobody@example.com');
    const strange = reply(place, 'somebody@example.com', 'rex', other.Session);
    await refused(strange, 'NotAuthorizedException', 'Invalid session for the user.');
  });

  test('tells unconfirmed and disabled users at once where the client hides nothing, and at the end where it does', async () => {
    const open = await riddle({}, { PreventUserExistenceErrors: 'LEGACY' });
    await signUp(stage, open, 'new', { email: 'new@example.com' });
    await refused(start(open, 'new'), 'UserNotConfirmedException', 'User is not confirmed.');
    await refused(start(open, 'nobody'), 'UserNotFoundException', 'User does not exist.');
    const hidden = await riddle({}, { PreventUserExistenceErrors: 'ENABLED' });
    const { username } = await createConfirmedUser(stage.app, hidden.poolId);
    await stage.app.cognito.send(new AdminDisableUserCommand({ UserPoolId: hidden.poolId, Username: username }));
    const { Session } = await start(hidden, username);
    const right = reply(hidden, username, 'rex', Session);
    await refused(right, 'NotAuthorizedException', 'User is disabled.');
  });

  test('needs its functions', async () => {
    const bare = await withTriggers(stage, {});
    const { username } = await createConfirmedUser(stage.app, bare.poolId);
    const message = 'Custom auth lambda trigger is not configured for the user pool.';
    await refused(start(bare, username), 'InvalidParameterException', message);
  });

  test.each([
    ['nothing', {}],
    ['a challenge that there is not', { challengeName: 'RIDDLE' }],
    ['text for a flag', { issueTokens: 'true' }],
  ])('refuses a verdict of %s', async (_what, response) => {
    const place = await riddle({ define: (event) => ({ ...event, response }) });
    const { username } = await createConfirmedUser(stage.app, place.poolId);
    await refused(start(place, username), 'InvalidLambdaResponseException', 'Unrecognizable lambda output');
  });

  test('failing wins over tokens', async () => {
    const place = await riddle({ define: (event) => decided(event, { issueTokens: true, failAuthentication: true }) });
    const { username } = await createConfirmedUser(stage.app, place.poolId);
    await refused(start(place, username), 'NotAuthorizedException', WRONG);
  });

  test('refuses text for a judgement', async () => {
    const place = await riddle({ verify: (event) => ({ ...event, response: { answerCorrect: 'true' } }) });
    const { username } = await createConfirmedUser(stage.app, place.poolId);
    const { Session } = await start(place, username);
    const sent = reply(place, username, 'rex', Session);
    await refused(sent, 'InvalidLambdaResponseException', 'Unrecognizable lambda output');
  });

  test('says when the private parameters do not fit into a session', async () => {
    const long = { secret: 'x'.repeat(2_000) };
    const place = await riddle({ create: (event) => ({ ...event, response: { privateChallengeParameters: long } }) });
    const { username } = await createConfirmedUser(stage.app, place.poolId);
    await refused(start(place, username), 'InvalidLambdaResponseException', /too long/);
  });

  test('works with amazon-cognito-identity-js, with and without the password', async () => {
    const place = await riddle();
    const { username, password } = await createConfirmedUser(stage.app, place.poolId);
    const Pool = new CognitoUserPool({
      UserPoolId: place.poolId,
      ClientId: place.clientId,
      endpoint: stage.app.endpoint,
      Storage: new Map() as never,
    });
    const signIn = (withPassword: boolean) =>
      new Promise<CognitoUserSession>((onSuccess, onFailure) => {
        const Storage = {
          setItem: () => undefined,
          getItem: () => null,
          removeItem: () => undefined,
          clear: () => undefined,
        };
        const user = new CognitoUser({ Username: username, Pool, Storage: Storage as never });
        user.setAuthenticationFlowType('CUSTOM_AUTH');
        const callbacks = {
          onSuccess,
          onFailure,
          customChallenge: () => user.sendCustomChallengeAnswer('rex', callbacks),
        };
        const details = new AuthenticationDetails({ Username: username, ...(withPassword && { Password: password }) });
        if (withPassword) user.authenticateUser(details, callbacks);
        else user.initiateAuth(details, callbacks);
      });
    for (const withPassword of [true, false]) {
      const session = await signIn(withPassword);
      expect(session.getIdToken().payload['cognito:username']).toBe(username);
    }
    expect(stage.lambda.events(place.verify)).toHaveLength(2);
    const begun = stage.lambda.events(place.define).map(({ request }) => request.session[0]?.challengeName);
    expect(begun).toContain('SRP_A');
  });
});
