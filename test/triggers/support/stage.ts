/** A server with functions, and pools whose triggers they are. */
import {
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  type LambdaConfigType,
  SignUpCommand,
  type SignUpCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { createClient, createPool, PASSWORD } from '../../support/builders.ts';
import { startTestApp, type TestApp, type TestAppOptions } from '../../support/test-app.ts';
import { type LambdaServer, startLambda } from './lambda.ts';

export interface Stage {
  readonly app: TestApp;
  readonly lambda: LambdaServer;
  stop(): Promise<void>;
}

export const startStage = async (options: TestAppOptions = {}): Promise<Stage> => {
  const lambda = await startLambda();
  const app = await startTestApp({ functions: lambda.functions, ...options });
  const stop = async () => {
    await app.stop();
    await lambda.stop();
  };
  return { app, lambda, stop };
};

export interface Place {
  readonly poolId: string;
  readonly clientId: string;
}

export const FLOWS = [
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_CUSTOM_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
] as const;

export const withTriggers = async (
  { app }: Stage,
  LambdaConfig: LambdaConfigType,
  pool: Partial<CreateUserPoolCommandInput> = {},
  client: Partial<CreateUserPoolClientCommandInput> = {},
): Promise<Place> => {
  const { Id: poolId } = await createPool(app, { AutoVerifiedAttributes: ['email'], LambdaConfig, ...pool });
  const { ClientId: clientId } = await createClient(app, poolId, { ExplicitAuthFlows: [...FLOWS], ...client });
  return { poolId, clientId };
};

export const attributes = (record: Record<string, string>) =>
  Object.entries(record).map(([Name, Value]) => ({ Name, Value }));

export const signUp = (
  { app }: Stage,
  { clientId }: Place,
  Username: string,
  record: Record<string, string>,
  more: Partial<SignUpCommandInput> = {},
) =>
  app.cognito.send(
    new SignUpCommand({
      ClientId: clientId,
      Username,
      Password: PASSWORD,
      UserAttributes: attributes(record),
      ...more,
    }),
  );

/** What events have in common. */
export const envelope = ({ poolId }: Place, clientId: string, userName: string, triggerSource: string) => ({
  version: '1',
  triggerSource,
  region: 'us-east-1',
  userPoolId: poolId,
  userName,
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
});

export const NO_CLIENT = 'CLIENT_ID_NOT_APPLICABLE';

export const codeTo = async ({ app }: Stage, { poolId }: Place, to: string): Promise<string> => {
  const [message] = await app.mailbox({ userPoolId: poolId, to });
  if (!message?.code) throw new Error(`no code to ${to}`);
  return message.code;
};
