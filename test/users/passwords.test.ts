import {
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  ChangePasswordCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPasswordPolicy, generatePassword } from '../../src/core/passwords/policy.ts';
import type { PasswordPolicy } from '../../src/core/pools/pool.ts';
import { createClient, createConfirmedUser, createPool, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { invite, refusal, signIn } from './support.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const setPassword = (poolId: string, username: string, password: string, permanent?: boolean) =>
  app.cognito.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: poolId,
      Username: username,
      Password: password,
      Permanent: permanent,
    }),
  );

const statusOf = async (poolId: string, username: string) =>
  (await app.cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: username }))).UserStatus;

const demanding: PasswordPolicy = {
  minimumLength: 8,
  requireUppercase: true,
  requireLowercase: true,
  requireNumbers: true,
  requireSymbols: true,
  temporaryPasswordValidityDays: 7,
};

describe('password policy', () => {
  it.each([
    ['Ab1!', 'Password not long enough'],
    ['abcdefg1!', 'Password must have uppercase characters'],
    ['ABCDEFG1!', 'Password must have lowercase characters'],
    ['Abcdefgh!', 'Password must have numeric characters'],
    ['Abcdefgh1', 'Password must have symbol characters'],
    ['Äbcdefg1é', 'Password must have uppercase characters'],
    ['Abcdefg1€', 'Password must have symbol characters'],
    [' Abcdefg1', 'Password must have symbol characters'],
    [' Abcdefg1!', 'Password must not start or end with a space'],
  ])('refuses %j: %s', (password, problem) => {
    expect(() => checkPasswordPolicy(demanding, password)).toThrow(
      expect.objectContaining({
        code: 'InvalidPasswordException',
        message: `Password did not conform with policy: ${problem}`,
      }),
    );
  });

  it.each([...'^$*.[]{}()?-"!@#%&/\\,><\':;|_~`+=', ' '])('counts %j as a symbol', (symbol) => {
    expect(() => checkPasswordPolicy(demanding, `Abcdef${symbol}12`)).not.toThrow();
  });

  it('takes anything long enough where nothing else is asked', () => {
    const lax = {
      ...demanding,
      requireUppercase: false,
      requireLowercase: false,
      requireNumbers: false,
      requireSymbols: false,
    };
    expect(() => checkPasswordPolicy(lax, 'пароль-пароль')).not.toThrow();
  });

  it('is met by generated passwords, which differ', () => {
    const long = { ...demanding, minimumLength: 40 };
    const generated = Array.from({ length: 50 }, () => generatePassword(app.core, long));
    for (const password of generated) expect(() => checkPasswordPolicy(long, password)).not.toThrow();
    expect(new Set(generated).size).toBe(50);
  });
});

describe('AdminSetUserPassword', () => {
  it('confirms with a permanent password, and asks to change any other', async () => {
    const { Id } = await createPool(app);
    const { ClientId } = await createClient(app, Id);
    await invite(app, Id, 'jo', {}, { TemporaryPassword: PASSWORD });
    await setPassword(Id, 'jo', 'Permanent-1', true);
    expect(await statusOf(Id, 'jo')).toBe('CONFIRMED');
    expect((await signIn(app, Id, ClientId, 'jo', 'Permanent-1')).AuthenticationResult?.TokenType).toBe('Bearer');
    await setPassword(Id, 'jo', 'Temporary-1');
    expect(await statusOf(Id, 'jo')).toBe('FORCE_CHANGE_PASSWORD');
    expect((await signIn(app, Id, ClientId, 'jo', 'Temporary-1')).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    expect(await refusal(signIn(app, Id, ClientId, 'jo', 'Permanent-1'))).toBe(
      'NotAuthorizedException: Incorrect username or password.',
    );
  });

  it('gives a temporary password its days, and a permanent one no end', async () => {
    const { Id } = await createPool(app);
    const { ClientId } = await createClient(app, Id);
    await invite(app, Id, 'temp');
    await invite(app, Id, 'perm');
    await setPassword(Id, 'temp', PASSWORD, false);
    await setPassword(Id, 'perm', PASSWORD, true);
    app.clock.advance(8 * 24 * 60 * 60 * 1000);
    expect(await refusal(signIn(app, Id, ClientId, 'temp', PASSWORD))).toBe(
      'NotAuthorizedException: Temporary password has expired and must be reset by an administrator.',
    );
    expect((await signIn(app, Id, ClientId, 'perm', PASSWORD)).AuthenticationResult?.TokenType).toBe('Bearer');
  });

  it('confirms a user who signed up and never confirmed', async () => {
    const { Id } = await createPool(app);
    const { ClientId } = await createClient(app, Id);
    await app.cognito.send(new SignUpCommand({ ClientId, Username: 'fresh', Password: PASSWORD }));
    await setPassword(Id, 'fresh', 'Another-one-1', true);
    expect(await statusOf(Id, 'fresh')).toBe('CONFIRMED');
  });

  it('refuses weak passwords and unknown users', async () => {
    const { Id } = await createPool(app);
    await invite(app, Id, 'weak');
    expect(await refusal(setPassword(Id, 'weak', 'weakpassword1!', true))).toBe(
      'InvalidPasswordException: Password did not conform with policy: Password must have uppercase characters',
    );
    expect(await refusal(setPassword(Id, 'nobody', PASSWORD, true))).toBe(
      'UserNotFoundException: User does not exist.',
    );
  });

  it('keeps neither the password nor its verifier readable at rest', async () => {
    const { Id } = await createPool(app);
    const { sub } = await createConfirmedUser(app, Id, { username: 'sealed' });
    const user = await app.core.store.users.bySub(Id, sub);
    expect(JSON.stringify(user)).not.toContain(PASSWORD);
    const opened = app.core.sealer.open('password', user?.password?.sealed as string, `${Id}/${sub}`);
    expect(opened).toHaveLength(400);
    expect(() => app.core.sealer.open('password', user?.password?.sealed as string, `${Id}/someone-else`)).toThrow();
  });
});

describe('password history', () => {
  const withHistory = (size: number) =>
    createPool(app, {
      Policies: { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: size } },
      UserPoolTier: 'ESSENTIALS',
    });

  it('refuses the last passwords, the one in use among them, and no older ones', async () => {
    const { Id } = await withHistory(3);
    await invite(app, Id, 'loop');
    for (const n of [1, 2, 3, 4]) await setPassword(Id, 'loop', `Password-${n}`, true);
    for (const n of [2, 3, 4]) {
      expect(await refusal(setPassword(Id, 'loop', `Password-${n}`, true))).toMatch(
        /^PasswordHistoryPolicyViolationException: /,
      );
    }
    await setPassword(Id, 'loop', 'Password-1', true);
    expect(await statusOf(Id, 'loop')).toBe('CONFIRMED');
  });

  it('holds for users who change their own', async () => {
    const { Id } = await withHistory(2);
    const { ClientId } = await createClient(app, Id);
    const { username } = await createConfirmedUser(app, Id);
    const { AuthenticationResult } = await signIn(app, Id, ClientId, username, PASSWORD);
    const change = (from: string, to: string) =>
      app.cognito.send(
        new ChangePasswordCommand({
          AccessToken: AuthenticationResult?.AccessToken,
          PreviousPassword: from,
          ProposedPassword: to,
        }),
      );
    await change(PASSWORD, 'Second-one-2');
    expect(await refusal(change('Second-one-2', PASSWORD))).toMatch(/^PasswordHistoryPolicyViolationException: /);
    await change('Second-one-2', 'Third-one-3');
    await change('Third-one-3', PASSWORD);
  });

  it('does not hold temporary passwords back', async () => {
    const { Id } = await withHistory(5);
    await invite(app, Id, 'admin-knows');
    await setPassword(Id, 'admin-knows', PASSWORD, true);
    await setPassword(Id, 'admin-knows', PASSWORD, false);
    expect(await statusOf(Id, 'admin-knows')).toBe('FORCE_CHANGE_PASSWORD');
  });

  it('is off unless the pool asks for it', async () => {
    const { Id } = await createPool(app);
    await invite(app, Id, 'free');
    await setPassword(Id, 'free', PASSWORD, true);
    await setPassword(Id, 'free', PASSWORD, true);
    expect(await statusOf(Id, 'free')).toBe('CONFIRMED');
  });
});
