/** Identity pools as their owner manages them. */
import {
  CreateIdentityPoolCommand,
  DeleteIdentityPoolCommand,
  DescribeIdentityPoolCommand,
  GetIdentityPoolRolesCommand,
  GetPrincipalTagAttributeMapCommand,
  ListIdentityPoolsCommand,
  ListTagsForResourceCommand,
  SetIdentityPoolRolesCommand,
  SetPrincipalTagAttributeMapCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateIdentityPoolCommand,
} from '@aws-sdk/client-cognito-identity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idOf, makeIdentityPool, makeUserPool, type Setting, startSetting, type UserPool } from './support/setting.ts';

let app: Setting;
let users: UserPool;

beforeAll(async () => {
  app = await startSetting();
  users = await makeUserPool(app);
});
afterAll(() => app.stop());

const WITH_ALL = () => ({
  IdentityPoolName: 'My pool',
  AllowUnauthenticatedIdentities: true,
  AllowClassicFlow: true,
  SupportedLoginProviders: { 'accounts.google.com': 'app.apps.googleusercontent.com' },
  DeveloperProviderName: 'login.example',
  OpenIdConnectProviderARNs: ['arn:aws:iam::000000000000:oidc-provider/idp.example.com'],
  CognitoIdentityProviders: [{ ProviderName: users.provider, ClientId: users.clientId, ServerSideTokenCheck: true }],
  SamlProviderARNs: ['arn:aws:iam::000000000000:saml-provider/Corporate'],
  IdentityPoolTags: { team: 'one' },
});

const refused = (name: string, message: RegExp | string) =>
  expect.objectContaining({ name, message: typeof message === 'string' ? message : expect.stringMatching(message) });

describe('an identity pool', () => {
  it('is kept as it was given', async () => {
    const { $metadata: _, ...made } = await app.identity.send(new CreateIdentityPoolCommand(WITH_ALL()));
    expect(made).toEqual({ ...WITH_ALL(), IdentityPoolId: expect.stringMatching(/^us-east-1:[0-9a-f-]{36}$/) });
    const IdentityPoolId = made.IdentityPoolId;
    const shown = await app.identity.send(new DescribeIdentityPoolCommand({ IdentityPoolId }));
    expect(shown).toMatchObject(made);
  });

  it('is replaced as a whole, but keeps its developer provider', async () => {
    const made = await app.identity.send(new CreateIdentityPoolCommand(WITH_ALL()));
    const { IdentityPoolId } = made;
    const plain = { IdentityPoolId, IdentityPoolName: 'Other', AllowUnauthenticatedIdentities: false };
    await expect(app.identity.send(new UpdateIdentityPoolCommand(plain))).rejects.toEqual(
      refused('InvalidParameterException', /developer provider/),
    );
    const DeveloperProviderName = 'login.example';
    await app.identity.send(new UpdateIdentityPoolCommand({ ...plain, DeveloperProviderName }));
    const { $metadata: _, ...shown } = await app.identity.send(new DescribeIdentityPoolCommand({ IdentityPoolId }));
    expect(shown).toEqual({ ...plain, DeveloperProviderName, IdentityPoolTags: {} });
  });

  it('is gone when it is deleted, and its identities with it', async () => {
    const IdentityPoolId = await makeIdentityPool(app, users, { AllowUnauthenticatedIdentities: true });
    await idOf(app, IdentityPoolId);
    await app.identity.send(new DeleteIdentityPoolCommand({ IdentityPoolId }));
    const gone = refused('ResourceNotFoundException', `IdentityPool '${IdentityPoolId}' not found.`);
    await expect(app.identity.send(new DescribeIdentityPoolCommand({ IdentityPoolId }))).rejects.toEqual(gone);
    await expect(app.identity.send(new DeleteIdentityPoolCommand({ IdentityPoolId }))).rejects.toEqual(gone);
    await expect(idOf(app, IdentityPoolId)).rejects.toEqual(gone);
  });

  it('is nobody else’s: neither another region’s nor another account’s', async () => {
    const IdentityPoolId = await makeIdentityPool(app, users);
    const elsewhere = app.identityAs({ accessKeyId: 'test', secretAccessKey: 'test' }, 'eu-west-1');
    await expect(elsewhere.send(new DescribeIdentityPoolCommand({ IdentityPoolId }))).rejects.toEqual(
      refused('ResourceNotFoundException', /not found/),
    );
    const other = await app.core.store.identityPools.byId(IdentityPoolId);
    await app.core.store.commit([
      app.core.store.identityPools.insert({
        ...(other as NonNullable<typeof other>),
        id: 'us-east-1:00000000-0000-4000-8000-000000000001',
        account: '999999999999',
      }),
    ]);
    for (const command of [
      new DescribeIdentityPoolCommand({ IdentityPoolId: 'us-east-1:00000000-0000-4000-8000-000000000001' }),
      new DeleteIdentityPoolCommand({ IdentityPoolId: 'us-east-1:00000000-0000-4000-8000-000000000001' }),
    ]) {
      await expect(app.identity.send(command as DeleteIdentityPoolCommand)).rejects.toEqual(
        refused('ResourceNotFoundException', /not found/),
      );
    }
  });

  it.each([
    [{ CognitoIdentityProviders: [{ ProviderName: 'example.com/pool', ClientId: 'abc' }] }, /Cognito provider name/],
    [{ CognitoIdentityProviders: [{ ClientId: 'abc' }] }, /ProviderName and ClientId/],
    [
      {
        CognitoIdentityProviders: [{ ProviderName: 'cognito-idp.eu-west-1.amazonaws.com/us-east-1_A', ClientId: 'a' }],
      },
      /Cognito provider name/,
    ],
    [{ SupportedLoginProviders: { 'example.com': 'x' } }, /not a supported login provider/],
    [{ OpenIdConnectProviderARNs: ['arn:aws:iam::000000000000:role/oidc'] }, /OpenIdConnectProviderARN/],
    [{ SamlProviderARNs: ['arn:aws:iam::000000000000:oidc-provider/x'] }, /SamlProviderARN/],
    [{ DeveloperProviderName: 'accounts.google.com' }, /developer provider/],
    [
      {
        DeveloperProviderName: 'idp.example.com',
        OpenIdConnectProviderARNs: ['arn:aws:iam::000000000000:oidc-provider/idp.example.com'],
      },
      /developer provider/,
    ],
    [{ IdentityPoolTags: { 'aws:x': 'y' } }, /aws: prefixed/],
  ])('is refused with %j', async (wrong, message) => {
    const input = { IdentityPoolName: 'x', AllowUnauthenticatedIdentities: false, ...wrong };
    await expect(app.identity.send(new CreateIdentityPoolCommand(input))).rejects.toEqual(
      refused('InvalidParameterException', message),
    );
  });

  it('takes fifty user pools and no more', async () => {
    const CognitoIdentityProviders = Array.from({ length: 51 }, (_, at) => ({
      ProviderName: users.provider,
      ClientId: `client${at}`,
    }));
    const input = { IdentityPoolName: 'x', AllowUnauthenticatedIdentities: false, CognitoIdentityProviders };
    await expect(app.identity.send(new CreateIdentityPoolCommand(input))).rejects.toEqual(
      refused('LimitExceededException', /50/),
    );
  });
});

describe('ListIdentityPools', () => {
  it('goes through pages, in one region', async () => {
    const there = app.identityAs({ accessKeyId: 'test', secretAccessKey: 'test' }, 'ap-south-1');
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const IdentityPoolName of names) {
      await there.send(new CreateIdentityPoolCommand({ IdentityPoolName, AllowUnauthenticatedIdentities: false }));
    }
    const seen: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await there.send(new ListIdentityPoolsCommand({ MaxResults: 2, NextToken }));
      seen.push(...(page.IdentityPools ?? []).map(({ IdentityPoolName = '' }) => IdentityPoolName));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(seen.sort()).toEqual(names);
    await expect(there.send(new ListIdentityPoolsCommand({ MaxResults: 2, NextToken: 'forged' }))).rejects.toEqual(
      refused('InvalidParameterException', /token/i),
    );
  });
});

describe('tags', () => {
  it('are those of the pool', async () => {
    const IdentityPoolId = await makeIdentityPool(app, users, { IdentityPoolTags: { one: '1' } });
    const ResourceArn = `arn:aws:cognito-identity:us-east-1:000000000000:identitypool/${IdentityPoolId}`;
    await app.identity.send(new TagResourceCommand({ ResourceArn, Tags: { two: '2', three: '3' } }));
    await app.identity.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['one', 'three'] }));
    const { Tags } = await app.identity.send(new ListTagsForResourceCommand({ ResourceArn }));
    expect(Tags).toEqual({ two: '2' });
    const { IdentityPoolTags } = await app.identity.send(new DescribeIdentityPoolCommand({ IdentityPoolId }));
    expect(IdentityPoolTags).toEqual({ two: '2' });
    const Many = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`t${at}`, '']));
    await expect(app.identity.send(new TagResourceCommand({ ResourceArn, Tags: Many }))).rejects.toEqual(
      refused('InvalidParameterException', /50 tags/),
    );
    const wrong = 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_x';
    await expect(app.identity.send(new ListTagsForResourceCommand({ ResourceArn: wrong }))).rejects.toEqual(
      refused('InvalidParameterException', /Invalid identity pool ARN/),
    );
  });
});

describe('roles', () => {
  const ROLE = 'arn:aws:iam::000000000000:role/one';

  it('are replaced as a whole', async () => {
    const IdentityPoolId = await makeIdentityPool(app, users);
    const none = await app.identity.send(new GetIdentityPoolRolesCommand({ IdentityPoolId }));
    expect(none).toMatchObject({ IdentityPoolId });
    expect(none.Roles).toBeUndefined();
    const RoleMappings = {
      [`${users.provider}:${users.clientId}`]: {
        Type: 'Rules' as const,
        AmbiguousRoleResolution: 'Deny' as const,
        RulesConfiguration: {
          Rules: [{ Claim: 'custom:dept', MatchType: 'Equals' as const, Value: 'Sales', RoleARN: ROLE }],
        },
      },
      'accounts.google.com': { Type: 'Token' as const, AmbiguousRoleResolution: 'AuthenticatedRole' as const },
    };
    const Roles = { authenticated: ROLE, unauthenticated: ROLE };
    await app.identity.send(new SetIdentityPoolRolesCommand({ IdentityPoolId, Roles, RoleMappings }));
    const set = await app.identity.send(new GetIdentityPoolRolesCommand({ IdentityPoolId }));
    expect(set).toMatchObject({ IdentityPoolId, Roles, RoleMappings });
    await app.identity.send(new SetIdentityPoolRolesCommand({ IdentityPoolId, Roles: { authenticated: ROLE } }));
    const { $metadata: _, ...reset } = await app.identity.send(new GetIdentityPoolRolesCommand({ IdentityPoolId }));
    expect(reset).toEqual({ IdentityPoolId, Roles: { authenticated: ROLE } });
  });

  const rule = { Claim: 'a', MatchType: 'Equals' as const, Value: 'b', RoleARN: ROLE };

  it.each([
    [{ Type: 'Token' }, /AmbiguousRoleResolution is required/],
    [{ Type: 'Rules', AmbiguousRoleResolution: 'Deny' }, /RulesConfiguration is required/],
    [{ Type: 'Token', AmbiguousRoleResolution: 'Deny', RulesConfiguration: { Rules: [rule] } }, /cannot be given/],
    [
      { Type: 'Rules', AmbiguousRoleResolution: 'Deny', RulesConfiguration: { Rules: Array(26).fill(rule) } },
      /more than 25 rules/,
    ],
    [
      {
        Type: 'Rules',
        AmbiguousRoleResolution: 'Deny',
        RulesConfiguration: { Rules: [{ ...rule, RoleARN: 'arn:aws:iam::000000000000:user/u' }] },
      },
      /Invalid role ARN/,
    ],
  ] as const)('are refused with %j', async (mapping, message) => {
    const IdentityPoolId = await makeIdentityPool(app, users);
    const input = { IdentityPoolId, Roles: {}, RoleMappings: { p: mapping } } as unknown;
    await expect(
      app.identity.send(new SetIdentityPoolRolesCommand(input as SetIdentityPoolRolesCommand['input'])),
    ).rejects.toEqual(refused('InvalidParameterException', message));
  });
});

describe('maps of principal tags', () => {
  it('are set for each provider; the default one is known', async () => {
    const IdentityPoolId = await makeIdentityPool(app, users);
    const IdentityProviderName = users.provider;
    const PrincipalTags = { department: 'custom:dept' };
    await app.identity.send(
      new SetPrincipalTagAttributeMapCommand({ IdentityPoolId, IdentityProviderName, PrincipalTags }),
    );
    const get = () =>
      app.identity.send(new GetPrincipalTagAttributeMapCommand({ IdentityPoolId, IdentityProviderName }));
    expect(await get()).toMatchObject({ IdentityPoolId, IdentityProviderName, UseDefaults: false, PrincipalTags });
    await app.identity.send(
      new SetPrincipalTagAttributeMapCommand({ IdentityPoolId, IdentityProviderName, UseDefaults: true }),
    );
    expect(await get()).toMatchObject({ UseDefaults: true, PrincipalTags: { client: 'aud', username: 'sub' } });
  });
});
