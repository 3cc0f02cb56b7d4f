/** A pool as an app would have it: codes by e-mail, and a public client without secret. */
import type {
  CreateUserPoolClientCommandInput,
  CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { createClient, createPool } from '../../support/builders.ts';
import type { TestApp } from '../../support/test-app.ts';

export interface TestPool {
  readonly id: string;
  readonly clientId: string;
}

export const makePool = async (
  app: TestApp,
  pool: Partial<CreateUserPoolCommandInput> = {},
  client: Partial<CreateUserPoolClientCommandInput> = {},
): Promise<TestPool> => {
  const { Id: id } = await createPool(app, { AutoVerifiedAttributes: ['email'], ...pool });
  const { ClientId: clientId } = await createClient(app, id, client);
  return { id, clientId };
};

/** The code of the newest message to that address. */
export const codeFor = async (app: TestApp, pool: TestPool, to: string): Promise<string> => {
  const [newest] = await app.mailbox({ userPoolId: pool.id, to });
  if (!newest?.code) throw new Error(`no code was sent to ${to}`);
  return newest.code;
};
