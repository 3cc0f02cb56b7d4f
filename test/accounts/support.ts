/** What the account tests share: a pool with a client, a person who signed up, the code that person was sent. */
import {
  type AttributeType,
  ConfirmSignUpCommand,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { createClient, createPool, PASSWORD } from '../support/builders.ts';
import type { MailboxMessage, TestApp } from '../support/test-app.ts';

export interface Place {
  readonly app: TestApp;
  readonly poolId: string;
  readonly clientId: string;
}

export const HOUR = 3_600_000;

/** What a pool needs before it sends SMS. */
export const SMS = {
  SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms', ExternalId: 'sms' },
} as const;

/** A pool that verifies e-mail addresses and ignores capitals, and a client that lets passwords through. */
export async function createPlace(
  app: TestApp,
  pool: Partial<CreateUserPoolCommandInput> = {},
  client: Partial<CreateUserPoolClientCommandInput> = {},
): Promise<Place> {
  const { Id: poolId } = await createPool(app, {
    AutoVerifiedAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    ...pool,
  });
  const { ClientId: clientId } = await createClient(app, poolId, client);
  return { app, poolId, clientId };
}

export const attributes = (record: Record<string, string>): AttributeType[] =>
  Object.entries(record).map(([Name, Value]) => ({ Name, Value }));

export const recordOf = (list: AttributeType[] | undefined): Record<string, string | undefined> =>
  Object.fromEntries((list ?? []).map(({ Name, Value }) => [Name, Value]));

export const signUp = ({ app, clientId }: Place, username: string, record: Record<string, string> = {}) =>
  app.cognito.send(
    new SignUpCommand({
      ClientId: clientId,
      Username: username,
      Password: PASSWORD,
      UserAttributes: attributes(record),
    }),
  );

export async function lastMessage({ app, poolId }: Place, to: string): Promise<MailboxMessage> {
  const [message] = await app.mailbox({ userPoolId: poolId, to });
  if (!message) throw new Error(`no message to ${to}`);
  return message;
}

export async function codeSentTo(place: Place, to: string): Promise<string> {
  const { code } = await lastMessage(place, to);
  if (!code) throw new Error(`the message to ${to} carries no code`);
  return code;
}

/** Never the code itself. */
export const wrongCode = (code: string): string => (code === '000000' ? '000001' : '000000');

export const confirm = ({ app, clientId }: Place, username: string, code: string, force?: boolean) =>
  app.cognito.send(
    new ConfirmSignUpCommand({
      ClientId: clientId,
      Username: username,
      ConfirmationCode: code,
      ForceAliasCreation: force,
    }),
  );

/** Signed up with an e-mail address and confirmed by its code. */
export async function joined(place: Place, username: string, email: string, more: Record<string, string> = {}) {
  await signUp(place, username, { email, ...more });
  await confirm(place, username, await codeSentTo(place, email));
}

export async function accessToken({ app, clientId }: Place, username: string, password = PASSWORD): Promise<string> {
  const { AuthenticationResult } = await app.cognito.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  );
  if (!AuthenticationResult?.AccessToken) throw new Error('no access token');
  return AuthenticationResult.AccessToken;
}

/** Rejects with exactly this error. */
export const refuses = (call: Promise<unknown>, name: string, message: string | RegExp) =>
  expect(call).rejects.toMatchObject({
    name,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });
