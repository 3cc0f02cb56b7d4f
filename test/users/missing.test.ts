import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminDeleteUserAttributesCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  type CognitoIdentityProviderClient,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConfirmedUser, createPool, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { look, refusal } from './support.ts';

interface Target {
  readonly UserPoolId: string;
  readonly Username: string;
}
type Call = (cognito: CognitoIdentityProviderClient, target: Target) => Promise<unknown>;

const onUsers: Readonly<Record<string, Call>> = {
  AdminConfirmSignUp: (cognito, target) => cognito.send(new AdminConfirmSignUpCommand(target)),
  AdminDeleteUser: (cognito, target) => cognito.send(new AdminDeleteUserCommand(target)),
  AdminDeleteUserAttributes: (cognito, target) =>
    cognito.send(new AdminDeleteUserAttributesCommand({ ...target, UserAttributeNames: ['name'] })),
  AdminDisableUser: (cognito, target) => cognito.send(new AdminDisableUserCommand(target)),
  AdminEnableUser: (cognito, target) => cognito.send(new AdminEnableUserCommand(target)),
  AdminGetUser: (cognito, target) => cognito.send(new AdminGetUserCommand(target)),
  AdminResetUserPassword: (cognito, target) => cognito.send(new AdminResetUserPasswordCommand(target)),
  AdminSetUserPassword: (cognito, target) =>
    cognito.send(new AdminSetUserPasswordCommand({ ...target, Password: PASSWORD })),
  AdminUpdateUserAttributes: (cognito, target) =>
    cognito.send(new AdminUpdateUserAttributesCommand({ ...target, UserAttributes: [{ Name: 'name', Value: 'x' }] })),
  AdminUserGlobalSignOut: (cognito, target) => cognito.send(new AdminUserGlobalSignOutCommand(target)),
};

const onPools: Readonly<Record<string, Call>> = {
  ...onUsers,
  AdminCreateUser: (cognito, target) => cognito.send(new AdminCreateUserCommand(target)),
  ListUsers: (cognito, { UserPoolId }) => cognito.send(new ListUsersCommand({ UserPoolId })),
};

let app: TestApp;
let poolId: string;
beforeAll(async () => {
  app = await startTestApp();
  poolId = (await createPool(app)).Id;
});
afterAll(() => app.stop());

describe.each(Object.entries(onUsers))('%s', (_operation, call) => {
  it('knows no user that does not exist', async () => {
    expect(await refusal(call(app.cognito, { UserPoolId: poolId, Username: 'nobody' }))).toBe(
      'UserNotFoundException: User does not exist.',
    );
  });
});

describe.each(Object.entries(onPools))('%s', (_operation, call) => {
  it('knows no pool that does not exist', async () => {
    const target = { UserPoolId: 'us-east-1_000000000', Username: 'anybody' };
    expect(await refusal(call(app.cognito, target))).toBe(
      'ResourceNotFoundException: User pool us-east-1_000000000 does not exist.',
    );
  });

  it('knows no pool of another region, and leaves its users alone', async () => {
    const { username } = await createConfirmedUser(app, poolId);
    const before = await look(app, poolId, username);
    const elsewhere = app.client({ region: 'eu-central-1' });
    expect(await refusal(call(elsewhere, { UserPoolId: poolId, Username: username }))).toBe(
      `ResourceNotFoundException: User pool ${poolId} does not exist.`,
    );
    const { $metadata: _, ...after } = await look(app, poolId, username);
    expect(before).toMatchObject(after);
  });
});
