/** Which role, with which tags, and whether the role wants it. */
import { DescribeIdentityPoolCommand, SetPrincipalTagAttributeMapCommand } from '@aws-sdk/client-cognito-identity';
import { AdminAddUserToGroupCommand, CreateGroupCommand } from '@aws-sdk/client-cognito-identity-provider';
import { UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entityArn } from '../../src/core/iam/records.ts';
import { createRole } from '../../src/core/iam/roles.ts';
import { registerSaml } from './support/saml.ts';
import {
  arnOf,
  type Credentials,
  credentialsOf,
  idOf,
  makeIdentityPool,
  makeRole,
  makeUserPool,
  type Setting,
  setRoles,
  signInAs,
  somebody,
  startSetting,
  trustOf,
  type UserPool,
} from './support/setting.ts';

let app: Setting;
let users: UserPool;
let pool: string;
let fallback: string;
let one: string;
let two: string;
let mapped: string;

beforeAll(async () => {
  app = await startSetting();
  users = await makeUserPool(
    app,
    { Schema: [{ Name: 'dept', AttributeDataType: 'String', Mutable: true }] },
    { ReadAttributes: ['email', 'custom:dept'] },
  );
  pool = await makeIdentityPool(app, users);
  [fallback, one, two] = (await Promise.all([1, 2, 3].map(() => makeRole(app, trustOf(pool))))) as [
    string,
    string,
    string,
  ];
  mapped = `${users.provider}:${users.clientId}`;
});
afterAll(() => app.stop());

const INVALID = expect.objectContaining({
  name: 'InvalidIdentityPoolConfigurationException',
  message: 'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
});
const NOT_AUTHORIZED = expect.objectContaining({ name: 'NotAuthorizedException' });

const nameOf = (role: string) => role.slice(role.indexOf('/') + 1);

/** The role that the credentials of this login are of. */
const roleOf = async (idToken: string, custom?: string): Promise<string> => {
  const logins = { [users.provider]: idToken };
  const credentials = await credentialsOf(app, await idOf(app, pool, logins), logins, custom);
  const name = (await arnOf(app, credentials))?.split('/')[1];
  return [fallback, one, two].find((role) => nameOf(role) === name) ?? `none: ${name}`;
};

const inGroups = async (...groups: { role?: string; precedence?: number }[]): Promise<string> => {
  const { username } = await somebody(app, users);
  for (const { role, precedence } of groups) {
    const GroupName = `group-${crypto.randomUUID()}`;
    const UserPoolId = users.id;
    await app.cognito.send(new CreateGroupCommand({ UserPoolId, GroupName, RoleArn: role, Precedence: precedence }));
    await app.cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, GroupName, Username: username }));
  }
  return (await signInAs(app, users, username)).idToken;
};

describe('a mapping of type Token', () => {
  const setToken = (AmbiguousRoleResolution: 'AuthenticatedRole' | 'Deny') =>
    setRoles(app, pool, { authenticated: fallback }, { [mapped]: { Type: 'Token', AmbiguousRoleResolution } });

  it('takes the preferred role', async () => {
    await setToken('Deny');
    expect(await roleOf(await inGroups({ role: one }))).toBe(one);
    expect(await roleOf(await inGroups({ role: one, precedence: 5 }, { role: two, precedence: 1 }))).toBe(two);
  });

  it('takes the role that is asked for, among those of the token', async () => {
    const token = await inGroups({ role: one, precedence: 1 }, { role: two, precedence: 2 });
    expect(await roleOf(token, two)).toBe(two);
    await expect(roleOf(token, fallback)).rejects.toEqual(NOT_AUTHORIZED);
    await expect(roleOf((await somebody(app, users)).idToken, one)).rejects.toEqual(NOT_AUTHORIZED);
  });

  it('takes the authenticated role or none, where the token does not decide', async () => {
    const undecided = [
      await inGroups({ role: one, precedence: 1 }, { role: two, precedence: 1 }),
      await inGroups({}),
      (await somebody(app, users)).idToken,
    ];
    for (const token of undecided) {
      await setToken('AuthenticatedRole');
      expect(await roleOf(token)).toBe(fallback);
      await setToken('Deny');
      await expect(roleOf(token)).rejects.toEqual(NOT_AUTHORIZED);
    }
  });
});

describe('a mapping of type Rules', () => {
  type Match = 'Contains' | 'Equals' | 'NotEqual' | 'StartsWith';

  const setRules = (rules: [string, Match, string, string][], AmbiguousRoleResolution: 'AuthenticatedRole' | 'Deny') =>
    setRoles(
      app,
      pool,
      { authenticated: fallback },
      {
        [mapped]: {
          Type: 'Rules',
          AmbiguousRoleResolution,
          RulesConfiguration: {
            Rules: rules.map(([Claim, MatchType, Value, RoleARN]) => ({ Claim, MatchType, Value, RoleARN })),
          },
        },
      },
    );
  const of = async (dept: string | undefined) =>
    (await somebody(app, users, dept === undefined ? {} : { 'custom:dept': dept })).idToken;

  it.each<[Match, string, string, boolean]>([
    ['Equals', 'Sales', 'Sales', true],
    ['Equals', 'Sales', 'sales', false],
    ['Equals', 'Sales', 'Sales-East', false],
    ['StartsWith', 'Sales', 'Sales-East', true],
    ['StartsWith', 'East', 'Sales-East', false],
    ['Contains', 'East', 'Sales-East', true],
    ['Contains', 'West', 'Sales-East', false],
    ['NotEqual', 'Sales', 'Support', true],
    ['NotEqual', 'Sales', 'Sales', false],
  ])('%s %s of %s: %s', async (match, value, dept, matches) => {
    await setRules([['custom:dept', match, value, one]], 'AuthenticatedRole');
    expect(await roleOf(await of(dept))).toBe(matches ? one : fallback);
  });

  it('takes the first rule that matches', async () => {
    await setRules(
      [
        ['custom:dept', 'Equals', 'Support', fallback],
        ['custom:dept', 'StartsWith', 'Sales', two],
        ['custom:dept', 'Contains', 'East', one],
      ],
      'Deny',
    );
    const token = await of('Sales-East');
    expect(await roleOf(token)).toBe(two);
    expect(await roleOf(token, one)).toBe(one);
    await expect(roleOf(token, fallback)).rejects.toEqual(NOT_AUTHORIZED);
    await expect(roleOf(await of('Other'))).rejects.toEqual(NOT_AUTHORIZED);
  });

  it('does not match a claim that is not there', async () => {
    await setRules([['custom:dept', 'NotEqual', 'Sales', one]], 'AuthenticatedRole');
    expect(await roleOf(await of(undefined))).toBe(fallback);
  });

  it('looks at each item of a list', async () => {
    const { username } = await somebody(app, users);
    for (const GroupName of ['admins', 'users']) {
      await app.cognito.send(new CreateGroupCommand({ UserPoolId: users.id, GroupName }));
      await app.cognito.send(new AdminAddUserToGroupCommand({ UserPoolId: users.id, GroupName, Username: username }));
    }
    await setRules([['cognito:groups', 'Equals', 'users', two]], 'Deny');
    expect(await roleOf((await signInAs(app, users, username)).idToken)).toBe(two);
  });

  it('knows what a SAML assertion says', async () => {
    const saml = await registerSaml(app, 'Rules');
    const there = await makeIdentityPool(app, undefined, { SamlProviderARNs: [saml.arn] });
    const role = await makeRole(app, trustOf(there));
    const named = await makeRole(app, trustOf(there));
    await setRoles(
      app,
      there,
      {},
      {
        [saml.arn]: {
          Type: 'Rules',
          AmbiguousRoleResolution: 'Deny',
          RulesConfiguration: { Rules: [{ Claim: 'team', MatchType: 'Equals', Value: 'red', RoleARN: role }] },
        },
      },
    );
    const at = async (attributes: Record<string, string[]>) => {
      const logins = { [saml.arn]: saml.response({}, attributes) };
      return arnOf(app, await credentialsOf(app, await idOf(app, there, logins), logins));
    };
    expect(await at({ team: ['blue', 'red'] })).toContain(`/${nameOf(role)}/`);
    await expect(at({ team: ['blue'] })).rejects.toEqual(NOT_AUTHORIZED);
    await setRoles(app, there, {}, { [saml.arn]: { Type: 'Token', AmbiguousRoleResolution: 'Deny' } });
    const attribute = 'https://aws.amazon.com/SAML/Attributes/Role';
    expect(await at({ [attribute]: [`${named},${saml.arn}`] })).toContain(`/${nameOf(named)}/`);
  });
});

describe('the role’s trust policy', () => {
  /** It asks for no pool: everybody's would do. */
  const CARELESS = { Effect: 'Allow', Principal: { Federated: 'cognito-identity.amazonaws.com' } };

  const withRole = async (role: string | undefined): Promise<unknown> => {
    const own = await makeIdentityPool(app, users, { AllowUnauthenticatedIdentities: true });
    await setRoles(app, own, role === undefined ? {} : { authenticated: role, unauthenticated: role });
    const { idToken } = await somebody(app, users);
    const logins = { [users.provider]: idToken };
    return credentialsOf(app, await idOf(app, own, logins), logins);
  };

  it.each([
    ['names another pool', () => makeRole(app, trustOf(pool))],
    ['is not there', async () => 'arn:aws:iam::000000000000:role/nobody'],
    ['is not set', async () => undefined],
    [
      'trusts IAM users alone',
      () =>
        makeRole(app, {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
        }),
    ],
  ])('refuses when it %s', async (_, make) => {
    await expect(withRole(await make())).rejects.toEqual(INVALID);
  });

  it('is of the pool’s own account', async () => {
    const theirs = 'arn:aws:iam::999999999999:role/theirs';
    const forbidden = { name: 'NotAuthorizedException', message: `Access to Role '${theirs}' is forbidden.` };
    await expect(setRoles(app, pool, { authenticated: theirs })).rejects.toMatchObject(forbidden);
    const Rules = [{ Claim: 'a', MatchType: 'Equals' as const, Value: 'b', RoleARN: theirs }];
    const mapping = { Type: 'Rules' as const, AmbiguousRoleResolution: 'Deny' as const, RulesConfiguration: { Rules } };
    await expect(setRoles(app, pool, {}, { [mapped]: mapping })).rejects.toMatchObject(forbidden);
  });

  it('is of the pool’s own account too where a token names it, whomever it trusts', async () => {
    const trust = { ...trustOf(pool), Statement: [{ ...CARELESS, Action: 'sts:AssumeRoleWithWebIdentity' }] };
    const here = await makeRole(app, trust);
    const there = await createRole(app.core, '999999999999', { name: 'careless', trust: JSON.stringify(trust) });
    await setRoles(app, pool, {}, { [mapped]: { Type: 'Token', AmbiguousRoleResolution: 'Deny' } });
    expect(await roleOf(await inGroups({ role: here }))).toBe(`none: ${nameOf(here)}`);
    await expect(roleOf(await inGroups({ role: entityArn(there) }))).rejects.toEqual(INVALID);
  });

  it('tells guests from those who signed in, either way', async () => {
    const own = await makeIdentityPool(app, users, { AllowUnauthenticatedIdentities: true });
    const forGuests = await makeRole(app, trustOf(own, 'unauthenticated'));
    const forPeople = await makeRole(app, trustOf(own));
    const { idToken } = await somebody(app, users);
    const logins = { [users.provider]: idToken };
    const [guest, person] = [await idOf(app, own), await idOf(app, own, logins)];
    await setRoles(app, own, { authenticated: forGuests, unauthenticated: forPeople });
    await expect(credentialsOf(app, guest)).rejects.toEqual(INVALID);
    await expect(credentialsOf(app, person, logins)).rejects.toEqual(INVALID);
    await setRoles(app, own, { authenticated: forPeople, unauthenticated: forGuests });
    await credentialsOf(app, guest);
    await credentialsOf(app, person, logins);
    await expect(credentialsOf(app, guest, undefined, forPeople)).rejects.toEqual(NOT_AUTHORIZED);
  });

  it('can ask for the provider and for one identity; what it says counts at once', async () => {
    const own = await makeIdentityPool(app, users);
    const { idToken } = await somebody(app, users);
    const logins = { [users.provider]: idToken };
    const id = await idOf(app, own, logins);
    const trust = (condition: object) => ({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: 'cognito-identity.amazonaws.com' },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: condition,
        },
      ],
    });
    const role = await makeRole(
      app,
      trust({
        'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': users.provider },
        StringEquals: { 'cognito-identity.amazonaws.com:sub': id },
      }),
    );
    await setRoles(app, own, { authenticated: role });
    await credentialsOf(app, id, logins);
    const PolicyDocument = JSON.stringify(
      trust({ 'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'graph.facebook.com' } }),
    );
    await app.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: nameOf(role), PolicyDocument }));
    await expect(credentialsOf(app, id, logins)).rejects.toEqual(INVALID);
  });
});

describe('what the credentials may', () => {
  const describePool = (credentials: Credentials, IdentityPoolId: string) =>
    app.identityAs(credentials).send(new DescribeIdentityPoolCommand({ IdentityPoolId }));
  const DENIED = expect.objectContaining({ name: 'AccessDeniedException' });

  const allowing = (Condition?: object) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'cognito-identity:DescribeIdentityPool', Resource: '*', Condition }],
  });

  it('is the role’s policies, by identity and pool', async () => {
    const own = await makeIdentityPool(app, users);
    const { idToken } = await somebody(app, users);
    const logins = { [users.provider]: idToken };
    const id = await idOf(app, own, logins);
    const Resource = [
      `arn:aws:cognito-identity:us-east-1:000000000000:identitypool/\${cognito-identity.amazonaws.com:aud}`,
    ];
    const policy = allowing({ StringEquals: { 'cognito-identity.amazonaws.com:sub': id } });
    const limited = { ...policy, Statement: policy.Statement.map((each) => ({ ...each, Resource })) };
    await setRoles(app, own, { authenticated: await makeRole(app, trustOf(own), limited) });
    const credentials = await credentialsOf(app, id, logins);
    expect((await describePool(credentials, own)).IdentityPoolId).toBe(own);
    await expect(describePool(credentials, pool)).rejects.toEqual(DENIED);
    const stranger = await somebody(app, users);
    const theirs = { [users.provider]: stranger.idToken };
    await expect(describePool(await credentialsOf(app, await idOf(app, own, theirs), theirs), own)).rejects.toEqual(
      DENIED,
    );
    app.clock.advance(3_601_000);
    await expect(describePool(credentials, own)).rejects.toMatchObject({ name: expect.stringMatching(/Expired/) });
    app.clock.advance(-3_601_000);
  });

  it('hangs on principal tags, which the role must let in', async () => {
    const own = await makeIdentityPool(app, users);
    const set = (PrincipalTags?: Record<string, string>) =>
      app.identity.send(
        new SetPrincipalTagAttributeMapCommand({
          IdentityPoolId: own,
          IdentityProviderName: users.provider,
          UseDefaults: PrincipalTags === undefined,
          PrincipalTags,
        }),
      );
    const policy = allowing({ StringEquals: { 'aws:PrincipalTag/department': 'Sales' } });
    await setRoles(app, own, { authenticated: await makeRole(app, trustOf(own), policy) });
    const of = async (dept: string) => {
      const { idToken } = await somebody(app, users, { 'custom:dept': dept });
      const logins = { [users.provider]: idToken };
      return credentialsOf(app, await idOf(app, own, logins), logins);
    };
    await expect(describePool(await of('Sales'), own)).rejects.toEqual(DENIED);
    await set({ department: 'custom:dept' });
    await describePool(await of('Sales'), own);
    await expect(describePool(await of('Support'), own)).rejects.toEqual(DENIED);
    await setRoles(app, own, { authenticated: await makeRole(app, trustOf(own, 'authenticated', []), policy) });
    await expect(of('Sales')).rejects.toEqual(INVALID);
    const byDefault = allowing({ StringEquals: { 'aws:PrincipalTag/client': users.clientId } });
    await setRoles(app, own, { authenticated: await makeRole(app, trustOf(own), byDefault) });
    await set();
    await describePool(await of('Any'), own);
  });

  it('is cut down for guests, whatever their role grants', async () => {
    const own = await makeIdentityPool(app, users, { AllowUnauthenticatedIdentities: true });
    const everything = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    };
    const role = await makeRole(app, trustOf(own, '*authenticated'), everything);
    await setRoles(app, own, { authenticated: role, unauthenticated: role });
    const guest = await credentialsOf(app, await idOf(app, own));
    expect((await describePool(guest, own)).IdentityPoolId).toBe(own);
    const { ListRolesCommand, IAMClient } = await import('@aws-sdk/client-iam');
    const iam = (credentials: Credentials) =>
      new IAMClient({ endpoint: app.endpoint, region: 'us-east-1', maxAttempts: 1, credentials });
    await expect(iam(guest).send(new ListRolesCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' });
    const { idToken } = await somebody(app, users);
    const logins = { [users.provider]: idToken };
    const person = await credentialsOf(app, await idOf(app, own, logins), logins);
    expect((await iam(person).send(new ListRolesCommand({}))).Roles?.length).toBeGreaterThan(0);
  });
});
