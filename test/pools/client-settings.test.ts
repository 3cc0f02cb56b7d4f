import {
  type CreateUserPoolClientCommandInput,
  DescribeUserPoolClientCommand,
  UpdateUserPoolClientCommand,
  type UpdateUserPoolClientCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClientSecrets } from '../../src/core/clients/secrets.ts';
import { createPool, createClient as make } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { invalid, refusal } from './refusal.ts';

let app: TestApp;
let poolId: string;
beforeAll(async () => {
  app = await startTestApp();
  poolId = (await createPool(app, { Schema: [{ Name: 'tier', AttributeDataType: 'String' }] })).Id;
});
afterAll(() => app.stop());

/** Without the flows that the builder adds. */
const createClient = (members: Partial<CreateUserPoolClientCommandInput> = {}) =>
  make(app, poolId, { ExplicitAuthFlows: undefined, ...members });

const describeClient = async (ClientId: string) =>
  (await app.cognito.send(new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId }))).UserPoolClient;

const update = async (ClientId: string, members: Partial<UpdateUserPoolClientCommandInput>) =>
  (await app.cognito.send(new UpdateUserPoolClientCommand({ UserPoolId: poolId, ClientId, ...members })))
    .UserPoolClient;

const EVERYTHING = {
  RefreshTokenValidity: 90,
  AccessTokenValidity: 10,
  IdTokenValidity: 3_600,
  TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'seconds', RefreshToken: 'hours' },
  ReadAttributes: ['email', 'email_verified', 'custom:tier', 'sub'],
  WriteAttributes: ['email', 'custom:tier'],
  ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_AUTH'],
  SupportedIdentityProviders: ['COGNITO'],
  CallbackURLs: ['https://example.com/in', 'http://localhost:3000', 'myapp://in'],
  LogoutURLs: ['https://example.com/out', 'http://127.0.0.1/out', 'http://[::1]:8080/out'],
  DefaultRedirectURI: 'myapp://in',
  AllowedOAuthFlows: ['code', 'implicit'],
  AllowedOAuthScopes: ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'],
  AllowedOAuthFlowsUserPoolClient: true,
  AnalyticsConfiguration: {
    ApplicationArn: 'arn:aws:mobiletargeting:us-east-1:123456789012:apps/1',
    UserDataShared: true,
  },
  PreventUserExistenceErrors: 'ENABLED',
  EnableTokenRevocation: false,
  EnablePropagateAdditionalUserContextData: true,
  AuthSessionValidity: 15,
  RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 30 },
} satisfies Partial<CreateUserPoolClientCommandInput>;

it('gives a bare client every default of Amazon Cognito', async () => {
  const client = await createClient({ ClientName: 'bare' });
  expect(client.ClientId).toMatch(/^[a-z0-9]{26}$/);
  expect(client.CreationDate).toEqual(client.LastModifiedDate);
  expect(client).toEqual({
    UserPoolId: poolId,
    ClientName: 'bare',
    ClientId: client.ClientId,
    CreationDate: client.CreationDate,
    LastModifiedDate: client.LastModifiedDate,
    RefreshTokenValidity: 30,
    TokenValidityUnits: {},
    AllowedOAuthFlowsUserPoolClient: false,
    EnableTokenRevocation: true,
    EnablePropagateAdditionalUserContextData: false,
    AuthSessionValidity: 3,
    ClientType: 'REGULAR',
  });
  expect(await describeClient(client.ClientId)).toEqual(client);
});

it('shows every setting as it was given', async () => {
  const client = await createClient({ GenerateSecret: true, ...EVERYTHING });
  expect(client).toMatchObject(EVERYTHING);
  expect(await describeClient(client.ClientId)).toEqual(client);
});

it('puts every setting that an update leaves out back to its default', async () => {
  const bare = await createClient({ ClientName: 'same', GenerateSecret: true });
  const full = await createClient({ ClientName: 'same', GenerateSecret: true, ...EVERYTHING });
  app.clock.advance(1_000);
  const updated = await update(full.ClientId, {});
  expect(Number(updated?.LastModifiedDate)).toBeGreaterThanOrEqual(Number(full.LastModifiedDate) + 1_000);
  expect(updated).toEqual({
    ...bare,
    ClientId: full.ClientId,
    ClientSecret: full.ClientSecret,
    CreationDate: full.CreationDate,
    LastModifiedDate: updated?.LastModifiedDate,
  });
  expect(await describeClient(full.ClientId)).toEqual(updated);
});

it('keeps every setting that an update sends', async () => {
  const { ClientId } = await createClient({ GenerateSecret: true });
  expect(await update(ClientId, { ClientName: 'renamed', ...EVERYTHING })).toMatchObject({
    ClientName: 'renamed',
    ...EVERYTHING,
  });
});

it.each<[Partial<CreateUserPoolClientCommandInput>, string[]]>([
  [{ TokenValidityUnits: { AccessToken: 'minutes' }, AccessTokenValidity: 5 }, ['minutes', 'hours', 'days']],
  [{ TokenValidityUnits: { RefreshToken: 'hours' }, RefreshTokenValidity: 2 }, ['hours', 'hours', 'hours']],
])('shows all units once one was named: %o', async (members, [AccessToken, IdToken, RefreshToken]) => {
  const client = await createClient(members);
  expect(client.TokenValidityUnits).toEqual({ AccessToken, IdToken, RefreshToken });
});

it('takes a refresh token validity of zero for the default of thirty days', async () => {
  const client = await createClient({ RefreshTokenValidity: 0, TokenValidityUnits: { RefreshToken: 'minutes' } });
  expect(client).toMatchObject({ RefreshTokenValidity: 30, TokenValidityUnits: { RefreshToken: 'days' } });
});

it('takes an empty list for one left out', async () => {
  const client = await createClient({ ReadAttributes: [], CallbackURLs: [], ExplicitAuthFlows: [] });
  expect(client.ReadAttributes).toBeUndefined();
  expect(client.CallbackURLs).toBeUndefined();
  expect(client.ExplicitAuthFlows).toBeUndefined();
});

it('gives refresh token rotation no grace unless asked', async () => {
  const client = await createClient({ RefreshTokenRotation: { Feature: 'ENABLED' } });
  expect(client.RefreshTokenRotation).toEqual({ Feature: 'ENABLED', RetryGracePeriodSeconds: 0 });
});

describe('client secrets', () => {
  it('are made when asked for, differ, and rest sealed', async () => {
    const [one, two] = [await createClient({ GenerateSecret: true }), await createClient({ GenerateSecret: true })];
    expect(one.ClientSecret).toMatch(/^[a-z0-9]{51,52}$/);
    expect(two.ClientSecret).not.toBe(one.ClientSecret);
    const stored = await app.core.directory.client(one.ClientId);
    expect(JSON.stringify(stored)).not.toContain(one.ClientSecret);
    expect(openClientSecrets(app.core, stored)).toEqual([one.ClientSecret]);
  });

  it('can be given', async () => {
    const ClientSecret = 'a_secret_of_my_own_making_1';
    expect(await createClient({ ClientSecret })).toMatchObject({ ClientSecret });
  });

  it('are not both given and made', async () => {
    const both = createClient({ ClientSecret: 'a_secret_of_my_own_making_1', GenerateSecret: true });
    expect(await refusal(both)).toEqual(
      invalid('ClientSecret cannot be specified when GenerateSecret is set to true.'),
    );
  });

  it('do not open for another client', async () => {
    const one = await createClient({ GenerateSecret: true });
    const stored = await app.core.directory.client(one.ClientId);
    expect(() => openClientSecrets(app.core, { ...stored, id: 'another' })).toThrow();
  });
});
