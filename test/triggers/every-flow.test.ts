/** Which functions hear of a sign-in, in which order and with whose metadata: flow by flow. */
import {
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { enrol, totp } from '../mfa/support.ts';
import {
  accessTokenOf,
  ceremonyOf,
  codeSentTo,
  configure,
  makePlace,
  ORIGIN,
  reachable,
  register,
} from '../passwordless/support.ts';
import { PASSWORD } from '../support/builders.ts';
import type { Event } from './support/lambda.ts';
import { FLOWS, type Place, type Stage, startStage } from './support/stage.ts';

const EMAIL = 'anna@example.com';

let stage: Stage;
let place: Place;
let arn: string;
let username: string;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

/** One function for everything; a second question of CUSTOM_AUTH is never put. */
const handler = (event: Event) => {
  const { triggerSource, request } = event;
  if (triggerSource.startsWith('Define')) {
    const response = { challengeName: 'CUSTOM_CHALLENGE', issueTokens: request.session.length > 0 };
    return { ...event, response };
  }
  return triggerSource.startsWith('Verify') ? { ...event, response: { answerCorrect: true } } : event;
};

beforeEach(async () => {
  arn = stage.lambda.deploy(handler);
  const LambdaConfig = {
    PreAuthentication: arn,
    PostAuthentication: arn,
    PreTokenGeneration: arn,
    DefineAuthChallenge: arn,
    CreateAuthChallenge: arn,
    VerifyAuthChallengeResponse: arn,
    CustomMessage: arn,
  };
  const client = { ExplicitAuthFlows: [...FLOWS, 'ALLOW_USER_AUTH' as const] };
  place = await makePlace(stage.app, ['PASSWORD', 'EMAIL_OTP', 'WEB_AUTHN'], { LambdaConfig }, client);
  await configure(stage.app, place);
  ({ username } = await reachable(stage.app, place, { email: EMAIL }));
});

const begin = (AuthFlow: 'CUSTOM_AUTH' | 'REFRESH_TOKEN_AUTH' | 'USER_AUTH' | 'USER_PASSWORD_AUTH', given: object) =>
  stage.app.cognito.send(
    new InitiateAuthCommand({
      ClientId: place.clientId,
      AuthFlow,
      AuthParameters: { USERNAME: username, ...given },
      ClientMetadata: { from: 'begin' },
    }),
  );

const answer = (asked: InitiateAuthCommandOutput, given: object) =>
  stage.app.cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId: place.clientId,
      ChallengeName: asked.ChallengeName,
      ChallengeResponses: { USERNAME: username, ...given },
      Session: asked.Session,
      ClientMetadata: { from: 'answer' },
    }),
  );

/** The sources since the last look, each with what came along. */
let seen = 0;
beforeEach(() => {
  seen = 0;
});
const heard = (): string[] => {
  const events = stage.lambda.events(arn).slice(seen);
  seen += events.length;
  return events.map(({ triggerSource, request: { clientMetadata, validationData } }) => {
    const metadata = clientMetadata ? ` metadata of ${clientMetadata.from}` : '';
    return `${triggerSource}${metadata}${validationData ? ` validation of ${validationData.from}` : ''}`;
  });
};

const BEGUN = 'PreAuthentication_Authentication validation of begin';
const DONE = ['PostAuthentication_Authentication', 'TokenGeneration_Authentication'];
const ANSWERED = DONE.map((source) => `${source} metadata of answer`);

test('a password, plain or chosen', async () => {
  await begin('USER_PASSWORD_AUTH', { PASSWORD });
  expect(heard()).toEqual([BEGUN, ...DONE]);
  await begin('USER_AUTH', { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD });
  expect(heard()).toEqual([BEGUN, ...DONE]);
  const asked = await begin('USER_AUTH', {});
  await answer(asked, { ANSWER: 'PASSWORD', PASSWORD });
  expect(heard()).toEqual([BEGUN, ...ANSWERED]);
});

test('a code by message as first factor', async () => {
  const asked = await begin('USER_AUTH', { PREFERRED_CHALLENGE: 'EMAIL_OTP' });
  expect(heard()).toEqual([BEGUN, 'CustomMessage_Authentication']);
  await answer(asked, { EMAIL_OTP_CODE: await codeSentTo(stage.app, place, EMAIL) });
  expect(heard()).toEqual(ANSWERED);
});

test('a passkey', async () => {
  const passkey = await register(stage.app, await accessTokenOf(stage.app, place, username));
  heard();
  const asked = await begin('USER_AUTH', { PREFERRED_CHALLENGE: 'WEB_AUTHN' });
  expect(passkey.origin).toBe(ORIGIN);
  passkey.counter += 1;
  await answer(asked, { CREDENTIAL: JSON.stringify(passkey.get(ceremonyOf(asked).options)) });
  expect(heard()).toEqual([BEGUN, ...ANSWERED]);
});

test('a second factor, and the time between', async () => {
  await configure(stage.app, place, {
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
  const secret = await enrol(stage.app, place, username);
  heard();
  const asked = await begin('USER_PASSWORD_AUTH', { PASSWORD });
  expect(heard()).toEqual([BEGUN]);
  await answer(asked, { SOFTWARE_TOKEN_MFA_CODE: totp(stage.app, secret, 1) });
  expect(heard()).toEqual(ANSWERED);
});

test('a custom challenge', async () => {
  const asked = await begin('CUSTOM_AUTH', {});
  expect(heard()).toEqual([BEGUN, 'DefineAuthChallenge_Authentication', 'CreateAuthChallenge_Authentication']);
  await answer(asked, { ANSWER: 'anything' });
  expect(heard()).toEqual([
    'VerifyAuthChallengeResponse_Authentication metadata of answer',
    'DefineAuthChallenge_Authentication metadata of answer',
    ...ANSWERED,
  ]);
});

test('a refresh is no sign-in', async () => {
  const { AuthenticationResult } = await begin('USER_PASSWORD_AUTH', { PASSWORD });
  const RefreshToken = AuthenticationResult?.RefreshToken;
  heard();
  await begin('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: RefreshToken });
  expect(heard()).toEqual(['TokenGeneration_RefreshTokens']);
  const given = { ClientId: place.clientId, RefreshToken, ClientMetadata: { from: 'exchange' } };
  await stage.app.cognito.send(new GetTokensFromRefreshTokenCommand(given));
  expect(heard()).toEqual(['TokenGeneration_RefreshTokens metadata of exchange']);
});
