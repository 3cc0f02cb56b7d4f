/** What the sign-in tests share: short ways to begin and to answer over the wire, and to expect an error. */
import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  type AuthFlowType,
  type ChallengeNameType,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import type { TestApp } from '../../support/test-app.ts';
import { srpClient } from './srp-client.ts';

export interface Place {
  readonly poolId: string;
  readonly clientId: string;
}

type Given = Record<string, string>;

export const begin = (app: TestApp, { clientId }: Place, flow: string, given: Given) =>
  app.cognito.send(
    new InitiateAuthCommand({ ClientId: clientId, AuthFlow: flow as AuthFlowType, AuthParameters: given }),
  );

export const adminBegin = (app: TestApp, { poolId, clientId }: Place, flow: string, given: Given) =>
  app.cognito.send(
    new AdminInitiateAuthCommand({
      UserPoolId: poolId,
      ClientId: clientId,
      AuthFlow: flow as AuthFlowType,
      AuthParameters: given,
    }),
  );

export const answer = (
  app: TestApp,
  { clientId }: Place,
  name: string,
  given: Given,
  session?: string,
): Promise<InitiateAuthCommandOutput> =>
  app.cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName: name as ChallengeNameType,
      ChallengeResponses: given,
      Session: session,
    }),
  );

export const adminAnswer = (
  app: TestApp,
  { poolId, clientId }: Place,
  name: string,
  given: Given,
  session?: string,
): Promise<InitiateAuthCommandOutput> =>
  app.cognito.send(
    new AdminRespondToAuthChallengeCommand({
      UserPoolId: poolId,
      ClientId: clientId,
      ChallengeName: name as ChallengeNameType,
      ChallengeResponses: given,
      Session: session,
    }),
  );

export const byPassword = (app: TestApp, place: Place, USERNAME: string, PASSWORD: string, more: Given = {}) =>
  begin(app, place, 'USER_PASSWORD_AUTH', { USERNAME, PASSWORD, ...more });

/** The challenge of an SRP sign-in and the answer to it, not sent yet. */
export const srpAnswer = async (app: TestApp, place: Place, USERNAME: string, password: string, more: Given = {}) => {
  const client = srpClient();
  const asked = await begin(app, place, 'USER_SRP_AUTH', { USERNAME, SRP_A: client.SRP_A, ...more });
  return { asked, given: { ...client.prove(place.poolId, asked.ChallengeParameters ?? {}, password), ...more } };
};

export const bySrp = async (app: TestApp, place: Place, name: string, password: string, more: Given = {}) => {
  const { given } = await srpAnswer(app, place, name, password, more);
  return answer(app, place, 'PASSWORD_VERIFIER', given);
};

export const refused = (attempt: Promise<unknown>, name: string, message: string | RegExp) =>
  expect(attempt).rejects.toMatchObject({
    name,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });

export const WRONG = 'Incorrect username or password.';

/** A user whom an administrator invited; the temporary password is theirs to change. */
export const invite = async (
  app: TestApp,
  { poolId }: Place,
  username: string,
  temporaryPassword: string,
  attributes: Given = {},
): Promise<void> => {
  await app.cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: username,
      TemporaryPassword: temporaryPassword,
      MessageAction: 'SUPPRESS',
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  );
};

/** The claims of a token whose signature the server has just made. */
export const claims = (token: string | undefined): Record<string, unknown> =>
  JSON.parse(Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
