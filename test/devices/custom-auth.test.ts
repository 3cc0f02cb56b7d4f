/** Devices where the pool's own functions decide who signs in, and what PostAuthentication hears of them. */
import { ConfirmDeviceCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer, begin, claims } from '../auth/support/house.ts';
import { deviceVerifier } from '../auth/support/srp-client.ts';
import { createConfirmedUser } from '../support/builders.ts';
import type { Event, Handler } from '../triggers/support/lambda.ts';
import { type Place, type Stage, startStage, withTriggers } from '../triggers/support/stage.ts';
import { ALWAYS, deviceAnswer, type House } from './support.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

const define: Handler = (event) => ({
  ...event,
  response: event.request.session.some(({ challengeResult }: Event) => challengeResult)
    ? { challengeName: null, issueTokens: true, failAuthentication: false }
    : { challengeName: 'CUSTOM_CHALLENGE', issueTokens: false, failAuthentication: false },
});
const create: Handler = (event) => ({
  ...event,
  response: { publicChallengeParameters: {}, privateChallengeParameters: { answer: 'rex' }, challengeMetadata: null },
});
const verify: Handler = (event) => ({ ...event, response: { answerCorrect: true } });

const riddle = async () => {
  const post = stage.lambda.deploy((event) => event);
  const triggers = {
    DefineAuthChallenge: stage.lambda.deploy(define),
    CreateAuthChallenge: stage.lambda.deploy(create),
    VerifyAuthChallengeResponse: stage.lambda.deploy(verify),
    PostAuthentication: post,
  };
  const place: Place = await withTriggers(stage, triggers, { DeviceConfiguration: ALWAYS });
  const house: House = { ...place, user: await createConfirmedUser(stage.app, place.poolId) };
  return { house, heard: () => stage.lambda.events(post).map(({ request }: Event) => request.newDeviceUsed) };
};

const solve = async ({ user, ...place }: House, more: Record<string, string> = {}) => {
  const USERNAME = user.username;
  const asked = await begin(stage.app, place, 'CUSTOM_AUTH', { USERNAME });
  return answer(stage.app, place, 'CUSTOM_CHALLENGE', { USERNAME, ANSWER: 'rex', ...more }, asked.Session);
};

test('the device proves itself once the functions are content', async () => {
  const { house, heard } = await riddle();
  const { AuthenticationResult: tokens } = await solve(house);
  const { DeviceKey: key = '', DeviceGroupKey: groupKey = '' } = tokens?.NewDeviceMetadata ?? {};
  const device = { key, groupKey, password: crypto.randomUUID() };
  await stage.app.cognito.send(
    new ConfirmDeviceCommand({
      AccessToken: tokens?.AccessToken,
      DeviceKey: key,
      DeviceSecretVerifierConfig: deviceVerifier(groupKey, key, device.password),
    }),
  );
  const asked = await solve(house, { DEVICE_KEY: key });
  expect(asked.ChallengeName).toBe('DEVICE_SRP_AUTH');
  const { given } = await deviceAnswer(stage.app, house, asked, device);
  const done = await answer(stage.app, house, 'DEVICE_PASSWORD_VERIFIER', given);
  expect(claims(done.AuthenticationResult?.AccessToken)['device_key']).toBe(key);
  expect(heard()).toEqual([true, false]);
});

test('an unknown one is passed over, since the answer is used up', async () => {
  const { house } = await riddle();
  const { AuthenticationResult } = await solve(house, { DEVICE_KEY: 'us-east-1_0a0a0a0a' });
  expect(AuthenticationResult?.NewDeviceMetadata?.DeviceKey).toMatch(/^us-east-1_.{36}$/);
});
