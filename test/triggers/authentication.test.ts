/** PreAuthentication and PostAuthentication. */
import {
  AdminInitiateAuthCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answer, byPassword, invite, refused, srpAnswer, WRONG } from '../auth/support/house.ts';
import { createConfirmedUser, PASSWORD } from '../support/builders.ts';
import { envelope, type Place, type Stage, startStage, withTriggers } from './support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

const confirmedAttributes = (sub: string) => ({ sub, 'cognito:user_status': 'CONFIRMED' });

const refusing = () =>
  stage.lambda.deploy(() => {
    throw new Error('office hours only');
  });

describe('PreAuthentication', () => {
  const heard = (place: Place, name: string, userAttributes: object, more: object = {}) => ({
    ...envelope(place, place.clientId, name, 'PreAuthentication_Authentication'),
    request: { userAttributes, validationData: null, ...more },
    response: {},
  });

  test('hears of a sign-in by password, with ClientMetadata as validationData', async () => {
    const arn = stage.lambda.deploy((event) => event);
    const place = await withTriggers(stage, { PreAuthentication: arn });
    const { username, sub } = await createConfirmedUser(stage.app, place.poolId);
    await stage.app.cognito.send(
      new InitiateAuthCommand({
        ClientId: place.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD },
        ClientMetadata: { device: 'tv' },
      }),
    );
    const validationData = { device: 'tv' };
    expect(stage.lambda.events(arn)).toEqual([heard(place, username, confirmedAttributes(sub), { validationData })]);
  });

  test('hears of an administrator’s sign-in, and of a wrong password', async () => {
    const arn = stage.lambda.deploy((event) => event);
    const place = await withTriggers(stage, { PreAuthentication: arn });
    const { username, sub } = await createConfirmedUser(stage.app, place.poolId);
    const sent = stage.app.cognito.send(
      new AdminInitiateAuthCommand({
        UserPoolId: place.poolId,
        ClientId: place.clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD: 'Wrong-horse-1' },
      }),
    );
    await refused(sent, 'NotAuthorizedException', WRONG);
    expect(stage.lambda.events(arn)).toEqual([heard(place, username, confirmedAttributes(sub))]);
  });

  test('hears of a sign-in by SRP once, when it begins', async () => {
    const arn = stage.lambda.deploy((event) => event);
    const place = await withTriggers(stage, { PreAuthentication: arn });
    const { username, sub } = await createConfirmedUser(stage.app, place.poolId);
    const { given } = await srpAnswer(stage.app, place, username, PASSWORD);
    expect(stage.lambda.events(arn)).toEqual([heard(place, username, confirmedAttributes(sub))]);
    await answer(stage.app, place, 'PASSWORD_VERIFIER', given);
    expect(stage.lambda.events(arn)).toHaveLength(1);
  });

  test('hears of names that nobody has where the client hides that, and whether somebody has them', async () => {
    const arn = stage.lambda.deploy((event) => event);
    const hidden = { PreventUserExistenceErrors: 'ENABLED' } as const;
    const place = await withTriggers(stage, { PreAuthentication: arn }, {}, hidden);
    const { username, sub } = await createConfirmedUser(stage.app, place.poolId);
    await refused(byPassword(stage.app, place, 'nobody', PASSWORD), 'NotAuthorizedException', WRONG);
    await byPassword(stage.app, place, username, PASSWORD);
    expect(stage.lambda.events(arn)).toEqual([
      heard(place, 'nobody', {}, { userNotFound: true }),
      heard(place, username, confirmedAttributes(sub), { userNotFound: false }),
    ]);
  });

  test('hears nothing of them where the client tells', async () => {
    const arn = stage.lambda.deploy((event) => event);
    const legacy = { PreventUserExistenceErrors: 'LEGACY' } as const;
    const place = await withTriggers(stage, { PreAuthentication: arn }, {}, legacy);
    await refused(byPassword(stage.app, place, 'nobody', PASSWORD), 'UserNotFoundException', 'User does not exist.');
    expect(stage.lambda.events(arn)).toEqual([]);
  });

  test('refuses, whether the password is right or not', async () => {
    const place = await withTriggers(stage, { PreAuthentication: refusing() });
    const { username } = await createConfirmedUser(stage.app, place.poolId);
    const message = 'PreAuthentication failed with error office hours only.';
    await refused(byPassword(stage.app, place, username, PASSWORD), 'UserLambdaValidationException', message);
    await refused(byPassword(stage.app, place, username, 'x'), 'UserLambdaValidationException', message);
    const bySrp = srpAnswer(stage.app, place, username, PASSWORD);
    await refused(bySrp, 'UserLambdaValidationException', message);
  });
});

describe('PostAuthentication', () => {
  const heard = (place: Place, name: string, sub: string, more: object = {}) => ({
    ...envelope(place, place.clientId, name, 'PostAuthentication_Authentication'),
    request: { userAttributes: confirmedAttributes(sub), newDeviceUsed: false, ...more },
    response: {},
  });

  test('hears of a sign-in once, without the ClientMetadata of InitiateAuth', async () => {
    const arn = stage.lambda.deploy((event) => event);
    const place = await withTriggers(stage, { PostAuthentication: arn });
    const { username, sub } = await createConfirmedUser(stage.app, place.poolId);
    await stage.app.cognito.send(
      new InitiateAuthCommand({
        ClientId: place.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD },
        ClientMetadata: { device: 'tv' },
      }),
    );
    expect(stage.lambda.events(arn)).toEqual([heard(place, username, sub)]);
  });

  test('hears the ClientMetadata of the last answer', async () => {
    const arn = stage.lambda.deploy((event) => event);
    const place = await withTriggers(stage, { PostAuthentication: arn });
    const { username, sub } = await createConfirmedUser(stage.app, place.poolId);
    const { given } = await srpAnswer(stage.app, place, username, PASSWORD);
    expect(stage.lambda.events(arn)).toEqual([]);
    await stage.app.cognito.send(
      new RespondToAuthChallengeCommand({
        ClientId: place.clientId,
        ChallengeName: 'PASSWORD_VERIFIER',
        ChallengeResponses: given,
        ClientMetadata: { tab: '3' },
      }),
    );
    expect(stage.lambda.events(arn)).toEqual([heard(place, username, sub, { clientMetadata: { tab: '3' } })]);
  });

  test('hears nothing of wrong passwords, nor of a sign-in in its middle', async () => {
    const arn = stage.lambda.deploy((event) => event);
    const place = await withTriggers(stage, { PostAuthentication: arn });
    const { username } = await createConfirmedUser(stage.app, place.poolId);
    await refused(byPassword(stage.app, place, username, 'Wrong-horse-1'), 'NotAuthorizedException', WRONG);
    await invite(stage.app, place, 'guest', 'Temporary-horse-1');
    const asked = await byPassword(stage.app, place, 'guest', 'Temporary-horse-1');
    expect(asked.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    expect(stage.lambda.events(arn)).toEqual([]);
  });

  test('is told of new devices in pools that remember devices', async () => {
    const arn = stage.lambda.deploy((event) => event);
    const devices = { DeviceConfiguration: { DeviceOnlyRememberedOnUserPrompt: true } };
    const place = await withTriggers(stage, { PostAuthentication: arn }, devices);
    const { username, sub } = await createConfirmedUser(stage.app, place.poolId);
    await byPassword(stage.app, place, username, PASSWORD);
    expect(stage.lambda.events(arn)).toEqual([heard(place, username, sub, { newDeviceUsed: true })]);
  });

  test('fails: no tokens, but a new password that was set on the way stays', async () => {
    const arn = refusing();
    const place = await withTriggers(stage, { PostAuthentication: arn });
    await invite(stage.app, place, 'guest', 'Temporary-horse-1');
    const asked = await byPassword(stage.app, place, 'guest', 'Temporary-horse-1');
    const given = { USERNAME: 'guest', NEW_PASSWORD: PASSWORD };
    const sent = answer(stage.app, place, 'NEW_PASSWORD_REQUIRED', given, asked.Session);
    const message = 'PostAuthentication failed with error office hours only.';
    await refused(sent, 'UserLambdaValidationException', message);
    await refused(byPassword(stage.app, place, 'guest', 'Temporary-horse-1'), 'NotAuthorizedException', WRONG);
    await refused(byPassword(stage.app, place, 'guest', PASSWORD), 'UserLambdaValidationException', message);
  });
});
