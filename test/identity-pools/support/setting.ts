/** A user pool, an identity pool that trusts it, and roles; made through the APIs. */
import {
  CognitoIdentityClient,
  CreateIdentityPoolCommand,
  type CreateIdentityPoolCommandInput,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  SetIdentityPoolRolesCommand,
  type SetIdentityPoolRolesCommandInput,
} from '@aws-sdk/client-cognito-identity';
import {
  AdminInitiateAuthCommand,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { createClient, createConfirmedUser, createPool, PASSWORD } from '../../support/builders.ts';
import { startTestApp, type TestApp, type TestAppOptions } from '../../support/test-app.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Setting extends TestApp {
  readonly identity: CognitoIdentityClient;
  /** Signs as anybody, with any region. */
  identityAs(credentials: Credentials, region?: string): CognitoIdentityClient;
  readonly iam: IAMClient;
  sts(credentials: Credentials): STSClient;
}

const OPERATOR: Credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

export const startSetting = async (options: TestAppOptions = {}): Promise<Setting> => {
  const app = await startTestApp(options);
  const made: { destroy(): void }[] = [];
  const kept = <Client extends { destroy(): void }>(client: Client): Client => {
    made.push(client);
    return client;
  };
  const common = { endpoint: app.endpoint, maxAttempts: 1, systemClockOffset: 0 };
  const identityAs: Setting['identityAs'] = (credentials, region = 'us-east-1') =>
    kept(new CognitoIdentityClient({ ...common, region, credentials }));
  return {
    ...app,
    identity: identityAs(OPERATOR),
    identityAs,
    iam: kept(new IAMClient({ ...common, region: 'us-east-1', credentials: OPERATOR })),
    sts: (credentials) => kept(new STSClient({ ...common, region: 'us-east-1', credentials })),
    stop: async () => {
      for (const client of made) client.destroy();
      await app.stop();
    },
  };
};

export interface UserPool {
  readonly id: string;
  readonly clientId: string;
  readonly provider: string;
}

export const makeUserPool = async (
  app: Setting,
  pool: Partial<CreateUserPoolCommandInput> = {},
  client: Partial<CreateUserPoolClientCommandInput> = {},
): Promise<UserPool> => {
  const { Id: id } = await createPool(app, pool);
  const { ClientId: clientId } = await createClient(app, id, client);
  return { id, clientId, provider: `cognito-idp.us-east-1.amazonaws.com/${id}` };
};

export interface SignedIn {
  readonly username: string;
  readonly sub: string;
  readonly idToken: string;
  readonly accessToken: string;
  readonly refreshToken: string;
}

export const signInAs = async (app: Setting, pool: UserPool, username: string): Promise<Omit<SignedIn, 'sub'>> => {
  const { AuthenticationResult: result } = await app.cognito.send(
    new AdminInitiateAuthCommand({
      UserPoolId: pool.id,
      ClientId: pool.clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD },
    }),
  );
  const { IdToken: idToken = '', AccessToken: accessToken = '', RefreshToken: refreshToken = '' } = result ?? {};
  return { username, idToken, accessToken, refreshToken };
};

export const somebody = async (
  app: Setting,
  pool: UserPool,
  attributes: Record<string, string> = {},
): Promise<SignedIn> => {
  const { username, sub } = await createConfirmedUser(app, pool.id, { attributes });
  return { sub, ...(await signInAs(app, pool, username)) };
};

export const makeIdentityPool = async (
  app: Setting,
  userPool: UserPool | undefined,
  overrides: Partial<CreateIdentityPoolCommandInput> = {},
): Promise<string> => {
  const { IdentityPoolId } = await app.identity.send(
    new CreateIdentityPoolCommand({
      IdentityPoolName: 'test',
      AllowUnauthenticatedIdentities: false,
      CognitoIdentityProviders: userPool && [{ ProviderName: userPool.provider, ClientId: userPool.clientId }],
      ...overrides,
    }),
  );
  if (IdentityPoolId === undefined) throw new Error('CreateIdentityPool answered no id');
  return IdentityPoolId;
};

export type Amr = 'authenticated' | 'unauthenticated';

/** What the console writes into the trust policy of such a role; session tags are granted too. */
export const trustOf = (poolId: string, amr: string = 'authenticated', actions = ['sts:TagSession']): object => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: 'cognito-identity.amazonaws.com' },
      Action: ['sts:AssumeRoleWithWebIdentity', ...actions],
      Condition: {
        StringEquals: { 'cognito-identity.amazonaws.com:aud': poolId },
        'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': amr },
      },
    },
  ],
});

export const makeRole = async (app: Setting, trust: object, policy?: object): Promise<string> => {
  const RoleName = `role-${crypto.randomUUID()}`;
  const { Role } = await app.iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  if (policy !== undefined) {
    const PolicyDocument = JSON.stringify(policy);
    await app.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'inline', PolicyDocument }));
  }
  return Role?.Arn ?? '';
};

export const setRoles = async (
  app: Setting,
  IdentityPoolId: string,
  Roles: Partial<Record<Amr, string>>,
  RoleMappings?: SetIdentityPoolRolesCommandInput['RoleMappings'],
): Promise<void> => {
  await app.identity.send(
    new SetIdentityPoolRolesCommand({ IdentityPoolId, Roles: Roles as Record<string, string>, RoleMappings }),
  );
};

export type Logins = Record<string, string>;

export const idOf = async (app: Setting, IdentityPoolId: string, Logins?: Logins): Promise<string> => {
  const { IdentityId } = await app.identity.send(new GetIdCommand({ IdentityPoolId, Logins }));
  return IdentityId ?? '';
};

export const credentialsOf = async (
  app: Setting,
  IdentityId: string,
  Logins?: Logins,
  CustomRoleArn?: string,
): Promise<Required<Credentials> & { readonly identityId: string; readonly expiration: Date }> => {
  const answer = await app.identity.send(new GetCredentialsForIdentityCommand({ IdentityId, Logins, CustomRoleArn }));
  const { AccessKeyId = '', SecretKey = '', SessionToken = '', Expiration } = answer.Credentials ?? {};
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretKey,
    sessionToken: SessionToken,
    identityId: answer.IdentityId ?? '',
    expiration: Expiration ?? new Date(0),
  };
};

/** Who the credentials speak for. */
export const arnOf = async (app: Setting, credentials: Credentials): Promise<string | undefined> => {
  const { Arn } = await app.sts(credentials).send(new GetCallerIdentityCommand({}));
  return Arn;
};
