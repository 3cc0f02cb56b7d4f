import {
  AdminCreateUserCommand,
  type AdminCreateUserCommandInput,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  type AdminInitiateAuthCommandOutput,
  type AttributeType,
  CognitoIdentityProviderServiceException,
} from '@aws-sdk/client-cognito-identity-provider';
import type { TestApp } from '../support/test-app.ts';

/** The error that a request ends in, as `Code: message`; a request that succeeds fails the test. */
export const refusal = async (request: Promise<unknown>): Promise<string> => {
  const answer = await request.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!('error' in answer)) throw new Error(`expected a refusal, got ${JSON.stringify(answer.value)}`);
  if (!(answer.error instanceof CognitoIdentityProviderServiceException)) throw answer.error;
  return `${answer.error.name}: ${answer.error.message}`;
};

/** Capitals of names do not matter in such a pool. */
export const caseless = { UsernameConfiguration: { CaseSensitive: false } };

export const list = (attributes: Record<string, string>): AttributeType[] =>
  Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));

export const record = (attributes: readonly AttributeType[] | undefined): Record<string, string | undefined> =>
  Object.fromEntries((attributes ?? []).map(({ Name, Value }) => [Name as string, Value]));

export const invite = async (
  { cognito }: Pick<TestApp, 'cognito'>,
  poolId: string,
  username: string,
  attributes: Record<string, string> = {},
  more: Partial<AdminCreateUserCommandInput> = {},
) => {
  const { User } = await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: username,
      UserAttributes: list(attributes),
      MessageAction: 'SUPPRESS',
      ...more,
    }),
  );
  if (!User) throw new Error('no user');
  return { ...User, attributes: record(User.Attributes) };
};

export const look = async ({ cognito }: Pick<TestApp, 'cognito'>, poolId: string, username: string) => {
  const { UserAttributes, ...user } = await cognito.send(
    new AdminGetUserCommand({ UserPoolId: poolId, Username: username }),
  );
  return { ...user, attributes: record(UserAttributes) };
};

export const signIn = (
  { cognito }: Pick<TestApp, 'cognito'>,
  poolId: string,
  clientId: string,
  username: string,
  password: string,
): Promise<AdminInitiateAuthCommandOutput> =>
  cognito.send(
    new AdminInitiateAuthCommand({
      UserPoolId: poolId,
      ClientId: clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  );
