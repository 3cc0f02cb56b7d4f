/** Every trigger alike: a function that fails, is silent, talks nonsense or is not there lets nothing pass. */
import { AdminConfirmSignUpCommand, ForgotPasswordCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answer, begin, byPassword, refused } from '../auth/support/house.ts';
import { createConfirmedUser, PASSWORD } from '../support/builders.ts';
import { type Handler, NEVER, NOWHERE, Raw } from './support/lambda.ts';
import { type Place, type Stage, signUp, startStage, withTriggers } from './support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

const signIn = async (place: Place) => {
  const { username } = await createConfirmedUser(stage.app, place.poolId);
  return byPassword(stage.app, place, username, PASSWORD);
};

const customSignIn = async (place: Place) => {
  const { username: USERNAME } = await createConfirmedUser(stage.app, place.poolId);
  const asked = await begin(stage.app, place, 'CUSTOM_AUTH', { USERNAME });
  return answer(stage.app, place, 'CUSTOM_CHALLENGE', { USERNAME, ANSWER: 'x' }, asked.Session);
};

const register = (place: Place) => signUp(stage, place, 'anna', { email: 'anna@example.com' });

interface Row {
  trigger: string;
  /** What sets the trigger off. */
  act(place: Place): Promise<unknown>;
}

const rows: Row[] = [
  { trigger: 'PreSignUp', act: register },
  {
    trigger: 'PostConfirmation',
    async act(place) {
      await register(place);
      return stage.app.cognito.send(new AdminConfirmSignUpCommand({ UserPoolId: place.poolId, Username: 'anna' }));
    },
  },
  { trigger: 'PreAuthentication', act: signIn },
  { trigger: 'PostAuthentication', act: signIn },
  { trigger: 'PreTokenGeneration', act: signIn },
  { trigger: 'DefineAuthChallenge', act: customSignIn },
  { trigger: 'CreateAuthChallenge', act: customSignIn },
  { trigger: 'VerifyAuthChallengeResponse', act: customSignIn },
  { trigger: 'CustomMessage', act: register },
  {
    trigger: 'UserMigration',
    act: ({ clientId }) =>
      stage.app.cognito.send(new ForgotPasswordCommand({ ClientId: clientId, Username: 'nobody' })),
  },
];

/** What custom sign-in needs beside the function under test. */
const others = () => ({
  DefineAuthChallenge: stage.lambda.deploy((event) => ({
    ...event,
    response: { challengeName: 'CUSTOM_CHALLENGE', issueTokens: false, failAuthentication: false },
  })),
  CreateAuthChallenge: stage.lambda.deploy((event) => event),
});

const placeFor = (trigger: string, arn: string): Promise<Place> => {
  const custom = trigger.includes('Challenge') ? others() : {};
  const legacy = { PreventUserExistenceErrors: 'LEGACY' } as const;
  return withTriggers(stage, { ...custom, [trigger]: arn }, {}, legacy);
};

const deployed = async ({ trigger }: Row, handler: Handler) => {
  const arn = stage.lambda.deploy(handler);
  return { arn, place: await placeFor(trigger, arn) };
};

describe.each(rows)('$trigger', (row) => {
  const { trigger, act } = row;

  test('says what the function says', async () => {
    const { arn, place } = await deployed(row, () => {
      throw new Error('not today');
    });
    await refused(act(place), 'UserLambdaValidationException', `${trigger} failed with error not today.`);
    expect(stage.lambda.events(arn)).toHaveLength(1);
  });

  test('gives a silent function three times five seconds', async () => {
    stage.lambda.limits.length = 0;
    const { arn, place } = await deployed(row, NEVER);
    const message = `${trigger} invocation failed due to error Socket timeout while invoking Lambda function.`;
    await refused(act(place), 'UnexpectedLambdaException', message);
    expect(stage.lambda.events(arn)).toHaveLength(3);
    expect(stage.lambda.limits.slice(-3)).toEqual([5_000, 5_000, 5_000]);
  });

  test('takes a late answer of the second call', async () => {
    let calls = 0;
    const { place } = await deployed(row, (event) => {
      calls += 1;
      if (calls === 1) return NEVER(event);
      throw new Error('awake');
    });
    await refused(act(place), 'UserLambdaValidationException', `${trigger} failed with error awake.`);
  });

  test.each([
    ['null', null],
    ['text', 'fine'],
    ['a list', []],
    ['no JSON', new Raw('<html>')],
    ['nothing', new Raw('')],
  ])('refuses %s for an answer', async (_what, given) => {
    const { place } = await deployed(row, () => given);
    const message = 'Invalid lambda function output : Invalid JSON';
    await refused(act(place), 'InvalidLambdaResponseException', message);
  });

  test.each([
    ['an event without a response', {}],
    ['a response of null', { response: null }],
    ['a response of text', { response: 'yes' }],
  ])('refuses %s', async (_what, given) => {
    const { place } = await deployed(row, () => given);
    await refused(act(place), 'InvalidLambdaResponseException', 'Unrecognizable lambda output');
  });

  test('fails closed where there is no such function', async () => {
    const place = await placeFor(trigger, NOWHERE);
    const message = `${trigger} invocation failed due to error ResourceNotFoundException.`;
    await refused(act(place), 'UnexpectedLambdaException', message);
  });
});
