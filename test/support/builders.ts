/** Whole, valid objects for tests; each override says what the test is about. Made through the API, as users do. */
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  type UserPoolClientType,
  type UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { TestApp } from './test-app.ts';

type Cognito = Pick<TestApp, 'cognito'>;

export const PASSWORD = 'Correct-horse-1';

export const createPool = async (
  { cognito }: Cognito,
  overrides: Partial<CreateUserPoolCommandInput> = {},
): Promise<UserPoolType & { Id: string }> => {
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'test', ...overrides }));
  return UserPool as UserPoolType & { Id: string };
};

export const createClient = async (
  { cognito }: Cognito,
  poolId: string,
  overrides: Partial<CreateUserPoolClientCommandInput> = {},
): Promise<UserPoolClientType & { ClientId: string }> => {
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId: poolId,
      ClientName: 'test',
      ExplicitAuthFlows: [
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ],
      ...overrides,
    }),
  );
  return UserPoolClient as UserPoolClientType & { ClientId: string };
};

export interface ConfirmedUser {
  readonly username: string;
  readonly password: string;
  readonly sub: string;
}

/** CONFIRMED with a permanent password; e-mail verified when given. */
export const createConfirmedUser = async (
  { cognito }: Cognito,
  poolId: string,
  overrides: { username?: string; password?: string; attributes?: Record<string, string> } = {},
): Promise<ConfirmedUser> => {
  const { username = `user-${crypto.randomUUID()}`, password = PASSWORD, attributes = {} } = overrides;
  const { User } = await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: username,
      MessageAction: 'SUPPRESS',
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  );
  await cognito.send(
    new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username: username, Password: password, Permanent: true }),
  );
  const sub = User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value;
  if (sub === undefined) throw new Error('AdminCreateUser answered no sub');
  return { username, password, sub };
};
