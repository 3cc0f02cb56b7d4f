/** People with keys of their own: users, roles and their policies in the operator's account, and clients that sign as them. */
import { readFile } from 'node:fs/promises';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { type Credentials, STSClient } from '@aws-sdk/client-sts';
import type { TestApp } from '../support/test-app.ts';

export const ACCOUNT = '000000000000';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Statement {
  readonly Effect?: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

export const policy = (...statements: readonly Statement[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({
      Effect: 'Allow',
      ...(statement.Principal === undefined && { Resource: '*' }),
      ...statement,
    })),
  });

export const trusting = (
  Principal: unknown,
  Action: string | readonly string[] = 'sts:AssumeRole',
  more: object = {},
) => policy({ Principal, Action, ...more });

export const keysOf = (credentials: Credentials | undefined): Keys => ({
  accessKeyId: credentials?.AccessKeyId ?? '',
  secretAccessKey: credentials?.SecretAccessKey ?? '',
  sessionToken: credentials?.SessionToken ?? '',
});

export interface People {
  readonly operator: Keys;
  as(keys: Keys, region?: string): Clients;
  /** A user with a key, and with what the statements allow. */
  user(name: string, ...statements: readonly Statement[]): Promise<Keys>;
  role(name: string, trust: string, ...statements: readonly Statement[]): Promise<string>;
}

export interface Clients {
  readonly cognito: CognitoIdentityProviderClient;
  readonly iam: IAMClient;
  readonly sts: STSClient;
}

export const peopleOf = async (app: TestApp): Promise<People> => {
  const file = await readFile(`${app.dataDir}/credentials`, 'utf8');
  const operator = {
    accessKeyId: /aws_access_key_id = (\S+)/.exec(file)?.[1] ?? '',
    secretAccessKey: /aws_secret_access_key = (\S+)/.exec(file)?.[1] ?? '',
  };
  const as = (credentials: Keys, region = 'us-east-1'): Clients => {
    const options = {
      endpoint: app.endpoint,
      region,
      credentials,
      maxAttempts: 1,
      systemClockOffset: app.clock.now() - Date.now(),
    };
    return {
      cognito: new CognitoIdentityProviderClient(options),
      iam: new IAMClient(options),
      sts: new STSClient(options),
    };
  };
  const { iam } = as(operator);
  return {
    operator,
    as,
    user: async (name, ...statements) => {
      await iam.send(new CreateUserCommand({ UserName: name }));
      if (statements.length > 0) await putPolicy(iam, name, ...statements);
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
      return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
    },
    role: async (name, trust, ...statements) => {
      const { Role } = await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }));
      if (statements.length > 0) {
        const PolicyDocument = policy(...statements);
        await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'own', PolicyDocument }));
      }
      return Role?.Arn ?? '';
    },
  };
};

export const putPolicy = async (
  iam: IAMClient,
  UserName: string,
  ...statements: readonly Statement[]
): Promise<void> => {
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument: policy(...statements) }));
};

export const attach = async (iam: IAMClient, UserName: string, PolicyArn: string): Promise<void> => {
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
};

export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
}

/** What the SDK says when a call is refused. */
export const failureOf = async (call: Promise<unknown>): Promise<Failure> => {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { name, message, status: $metadata?.httpStatusCode };
  }
  throw new Error('the call succeeded');
};
