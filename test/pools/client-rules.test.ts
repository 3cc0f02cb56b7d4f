import {
  type CreateUserPoolClientCommandInput,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { invalid, refusal } from './refusal.ts';

type Members = Partial<CreateUserPoolClientCommandInput>;

let app: TestApp;
let poolId: string;
let existing: string;
beforeAll(async () => {
  app = await startTestApp();
  poolId = (
    await createPool(app, {
      Schema: [
        { Name: 'email', Required: true },
        { Name: 'tier', AttributeDataType: 'String' },
        { Name: 'note', AttributeDataType: 'String', DeveloperOnlyAttribute: true },
      ],
    })
  ).Id;
  existing = (await createClient(app, poolId)).ClientId;
});
afterAll(() => app.stop());

const create = (members: Members) => createClient(app, poolId, { ExplicitAuthFlows: undefined, ...members });
const update = (members: Members) =>
  app.cognito.send(new UpdateUserPoolClientCommand({ ...members, UserPoolId: poolId, ClientId: existing }));

const RANGE = invalid('Invalid range for token validity.');
const LEGACY = invalid("Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names.");
const ANALYTICS = invalid(
  'Invalid analytics configuration given, ' +
    'either <application arn> or <application id, role arn, external id> are valid',
);
const INCOMPLETE = invalid(
  'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
);
const oauth = (message: string) => ({ code: 'InvalidOAuthFlowException', message });
const url = (value: string): Members => ({ CallbackURLs: [value] });
const OAUTH: Members = {
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid'],
  CallbackURLs: ['https://example.com'],
};

describe('rules that hold at creation and at update', () => {
  it.each<[string, Members, { code: string; message: string }]>([
    ['access tokens of four minutes', minutes('AccessToken', 4), RANGE],
    ['access tokens of 25 hours', { AccessTokenValidity: 25 }, RANGE],
    ['ID tokens of four minutes', minutes('IdToken', 4), RANGE],
    ['ID tokens of 25 hours', { IdTokenValidity: 25 }, RANGE],
    ['refresh tokens of 59 minutes', minutes('RefreshToken', 59), RANGE],
    ['refresh tokens of more than ten years', { RefreshTokenValidity: 3_651 }, RANGE],
    [
      'refresh tokens shorter than access tokens',
      { ...minutes('RefreshToken', 60), AccessTokenValidity: 2 },
      invalid('Refresh token validity cannot be shorter than access token or ID token validity.'),
    ],
    ['legacy beside new flows', { ExplicitAuthFlows: ['ADMIN_NO_SRP_AUTH', 'ALLOW_USER_SRP_AUTH'] }, LEGACY],
    [
      'rotation beside plain refresh',
      { ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'], RefreshTokenRotation: { Feature: 'ENABLED' } },
      invalid('ALLOW_REFRESH_TOKEN_AUTH cannot be set while refresh token rotation is enabled.'),
    ],
    [
      'a provider that the pool does not have',
      { SupportedIdentityProviders: ['COGNITO', 'Google'] },
      {
        code: 'InvalidParameterException',
        message: expect.stringMatching(/^The provider Google does not exist for User Pool us-east-1_\w+\.$/),
      },
    ],
    [
      'context data without a secret',
      { EnablePropagateAdditionalUserContextData: true },
      invalid('EnablePropagateAdditionalUserContextData requires a client with a client secret.'),
    ],
    ['analytics of an application without a role', { AnalyticsConfiguration: { ApplicationId: 'ab' } }, ANALYTICS],
    [
      'analytics of two applications',
      {
        AnalyticsConfiguration: {
          ApplicationId: 'ab',
          ApplicationArn: 'arn:aws:mobiletargeting:us-east-1:123456789012:apps/1',
        },
      },
      ANALYTICS,
    ],
    ['plain http', url('http://example.com/in'), invalid('http://example.com/in cannot use the HTTP protocol.')],
    [
      'a host that only looks local',
      url('http://localhost.example.com'),
      invalid('http://localhost.example.com cannot use the HTTP protocol.'),
    ],
    [
      'a local host in the user part',
      url('http://localhost:80@example.com'),
      invalid('http://localhost:80@example.com cannot use the HTTP protocol.'),
    ],
    [
      'plain http to sign out',
      { LogoutURLs: ['HTTP://example.com'] },
      invalid('HTTP://example.com cannot use the HTTP protocol.'),
    ],
    ['a fragment', url('https://example.com/#in'), invalid('https://example.com/#in cannot include a fragment.')],
    ['a script', url('JavaScript:alert(1)'), invalid('JavaScript:alert(1) is not a valid URI.')],
    ['data to sign out', { LogoutURLs: ['data:text/html,x'] }, invalid('data:text/html,x is not a valid URI.')],
    ['a relative URL', url('/in'), invalid('/in is not a valid URI.')],
    ['a URL without a host', url('https://'), invalid('https:// is not a valid URI.')],
    [
      'a default redirect that is no callback',
      { CallbackURLs: ['https://example.com'], DefaultRedirectURI: 'https://example.com/' },
      invalid('The default redirect URI https://example.com/ is not in the callback URIs list.'),
    ],
    ['OAuth without flows', { ...OAUTH, AllowedOAuthFlows: undefined }, INCOMPLETE],
    ['OAuth without scopes', { ...OAUTH, AllowedOAuthScopes: [] }, INCOMPLETE],
    [
      'OAuth without callbacks',
      { ...OAUTH, CallbackURLs: undefined },
      oauth('CallbackUrls can not be empty when code flow or implicit flow is selected'),
    ],
    [
      'client credentials beside another flow',
      { ...OAUTH, AllowedOAuthFlows: ['code', 'client_credentials'] },
      oauth('client_credentials flow can not be selected along with code flow or implicit flow.'),
    ],
    [
      'client credentials without a secret',
      { ...OAUTH, AllowedOAuthFlows: ['client_credentials'] },
      oauth('client_credentials flow can not be selected if client does not have a client secret.'),
    ],
    [
      'a scope that nobody defined',
      { ...OAUTH, AllowedOAuthScopes: ['openid', 'photos/read'] },
      { code: 'ScopeDoesNotExistException', message: 'Invalid scope requested: photos/read' },
    ],
  ])('%s', async (_, members, expected) => {
    expect(await refusal(create(members))).toEqual(expected);
    expect(await refusal(update(members))).toEqual(expected);
  });

  it.each<[string, Members]>([
    ['the shortest tokens', { ...minutes('AccessToken', 5), IdTokenValidity: 1 }],
    ['the longest tokens', { AccessTokenValidity: 24, IdTokenValidity: 24, RefreshTokenValidity: 3_650 }],
    ['legacy flows alone', { ExplicitAuthFlows: ['ADMIN_NO_SRP_AUTH', 'USER_PASSWORD_AUTH'] }],
    ['rotation without plain refresh', { RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 5 } }],
    ['all of OAuth', OAUTH],
    ['flows that are prepared but not on', { AllowedOAuthFlows: ['code'] }],
    [
      'analytics of one application',
      { AnalyticsConfiguration: { ApplicationId: 'ab', RoleArn: ROLE, ExternalId: 'x' } },
    ],
    ['local addresses', { CallbackURLs: ['http://localhost', 'http://127.0.0.1:8080/x?y=z', 'http://[::1]'] }],
    ['required attributes to write', { WriteAttributes: ['email', 'custom:tier'] }],
    ['developer attributes to read', { ReadAttributes: ['dev:custom:note', 'sub', 'email_verified'] }],
  ])('allows %s', async (_, members) => {
    expect(await create(members)).toMatchObject(members);
    expect((await update(members)).UserPoolClient).toMatchObject(members);
  });
});

const ROLE = 'arn:aws:iam::123456789012:role/analytics';

function minutes(token: 'AccessToken' | 'IdToken' | 'RefreshToken', count: number): Members {
  return { [`${token}Validity`]: count, TokenValidityUnits: { [token]: 'minutes' } };
}

describe('attributes', () => {
  it.each([
    ['read', 'custom:none'],
    ['write', 'custom:none'],
    ['write', 'sub'],
    ['write', 'email_verified'],
    ['write', 'phone_number_verified'],
    ['write', 'identities'],
    ['write', 'dev:custom:note'],
  ])('to %s do not include %s', async (access, name) => {
    const members = access === 'read' ? { ReadAttributes: [name] } : { WriteAttributes: ['email', name] };
    expect(await refusal(create(members))).toEqual(
      invalid(`Invalid ${access} attributes specified while creating a client`),
    );
    expect(await refusal(update(members))).toEqual(
      invalid(`Invalid ${access} attributes specified while updating a client`),
    );
  });

  it('to write include those that the pool requires', async () => {
    expect(await refusal(create({ WriteAttributes: ['name'] }))).toEqual(
      invalid('Invalid write attributes specified while creating a client'),
    );
  });
});

it('keeps choice-based sign-in to the plans that have it', async () => {
  const lite = await createPool(app, { UserPoolTier: 'LITE' });
  expect(await refusal(createClient(app, lite.Id, { ExplicitAuthFlows: ['ALLOW_USER_AUTH'] }))).toEqual({
    code: 'FeatureUnavailableInTierException',
    message:
      'The following features need to be disabled for the LITE pricing tier configured: Choice-based Authentication',
  });
});

it('lets a client with a secret use what needs one', async () => {
  const client = await create({
    GenerateSecret: true,
    EnablePropagateAdditionalUserContextData: true,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: ['openid'],
  });
  const kept = await app.cognito.send(
    new UpdateUserPoolClientCommand({
      UserPoolId: poolId,
      ClientId: client.ClientId,
      EnablePropagateAdditionalUserContextData: true,
    }),
  );
  expect(kept.UserPoolClient).toMatchObject({ EnablePropagateAdditionalUserContextData: true });
});
