/** AssumeRole: who may, for how long, cut down by what; and chains of roles. */
import { AdminGetUserCommand, ListUserPoolsCommand, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import {
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  GetRoleCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type AssumeRoleCommandInput, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ACCOUNT,
  type Clients,
  failureOf,
  type Keys,
  keysOf,
  type People,
  peopleOf,
  policy,
  putPolicy,
  trusting,
} from '../credentials/support.ts';
import { createConfirmedUser, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let people: People;
let operator: Clients;
let ann: Keys;
let poolId: string;
const ANN = `arn:aws:iam::${ACCOUNT}:user/ann`;
const LIST = { Action: 'cognito-idp:ListUsers' };

const assume = async (keys: Keys, input: Partial<AssumeRoleCommandInput>) =>
  people.as(keys).sts.send(new AssumeRoleCommand({ RoleArn: '', RoleSessionName: 'work', ...input }));
const refused = async (keys: Keys, input: Partial<AssumeRoleCommandInput>) => failureOf(assume(keys, input));
const list = (keys: Keys) => people.as(keys).cognito.send(new ListUsersCommand({ UserPoolId: poolId }));

beforeAll(async () => {
  app = await startTestApp();
  people = await peopleOf(app);
  operator = people.as(people.operator);
  ann = await people.user('ann');
  poolId = (await createPool(app)).Id;
  await createConfirmedUser(app, poolId, { username: 'ada' });
});
afterAll(() => app.stop());

describe('trust', () => {
  test('a role that names a user is theirs without further permission', async () => {
    const RoleArn = await people.role('named', trusting({ AWS: ANN }), LIST);
    const answer = await assume(ann, { RoleArn, RoleSessionName: 'monday' });
    const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/named/monday`;
    expect(answer.AssumedRoleUser?.Arn).toBe(arn);
    const keys = keysOf(answer.Credentials);
    expect(keys.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    const lifetime = (answer.Credentials?.Expiration?.getTime() ?? 0) - app.clock.now();
    expect(Math.round(lifetime / 60_000)).toBe(60);
    const who = await people.as(keys).sts.send(new GetCallerIdentityCommand({}));
    expect(who).toMatchObject({ Arn: arn, Account: ACCOUNT, UserId: answer.AssumedRoleUser?.AssumedRoleId });
    expect(who.UserId).toMatch(/^AROA[A-Z2-7]{17}:monday$/);
    expect((await list(keys)).Users).toHaveLength(1);
    const get = people.as(keys).cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'ada' }));
    expect((await failureOf(get)).message).toMatch(
      new RegExp(`^User: ${arn} is not authorized to perform: cognito-idp:AdminGetUser`),
    );
  });

  test('one that trusts the account leaves it to the policies of its users', async () => {
    const RoleArn = await people.role('delegated', trusting({ AWS: ACCOUNT }));
    const bob = await people.user('bob');
    expect(await refused(bob, { RoleArn })).toEqual({
      name: 'AccessDenied',
      message: `User: arn:aws:iam::${ACCOUNT}:user/bob is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
      status: 403,
    });
    await putPolicy(operator.iam, 'bob', { Action: 'sts:AssumeRole', Resource: RoleArn });
    expect((await assume(bob, { RoleArn })).AssumedRoleUser?.Arn).toContain('assumed-role/delegated/work');
    const elsewhere = await people.role('delegated-too', trusting({ AWS: ACCOUNT }));
    expect((await refused(bob, { RoleArn: elsewhere })).name).toBe('AccessDenied');
  });

  test('permission alone is not enough where the role trusts somebody else', async () => {
    const RoleArn = await people.role('not-yours', trusting({ AWS: ANN }));
    const cat = await people.user('cat', { Action: 'sts:*' });
    expect((await refused(cat, { RoleArn })).name).toBe('AccessDenied');
    const service = await people.role('of-a-service', trusting({ Service: 'lambda.amazonaws.com' }));
    expect((await refused(cat, { RoleArn: service })).name).toBe('AccessDenied');
  });

  test('a role that is not there answers like one that is forbidden', async () => {
    const gone = `arn:aws:iam::${ACCOUNT}:role/gone`;
    const foreign = 'arn:aws:iam::999999999999:role/gone';
    for (const RoleArn of [gone, foreign, `${gone}/x`, 'arn:aws:s3:::bucket/role/x']) {
      expect(await refused(ann, { RoleArn })).toMatchObject({
        message: `User: ${ANN} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
      });
    }
    const named = await people.role('Capital', trusting({ AWS: ANN }));
    expect((await refused(ann, { RoleArn: named.replace('Capital', 'capital') })).name).toBe('AccessDenied');
  });

  test('the owner of the account takes on no roles', async () => {
    const RoleArn = await people.role('for-all', trusting({ AWS: '*' }));
    expect(await refused(people.operator, { RoleArn })).toMatchObject({
      name: 'AccessDenied',
      message: 'Roles may not be assumed by root accounts.',
    });
  });

  test('an external id must be the one that the role asks for', async () => {
    const Condition = { StringEquals: { 'sts:ExternalId': 'agreed' } };
    const RoleArn = await people.role('vendor', trusting({ AWS: ANN }, 'sts:AssumeRole', { Condition }));
    expect((await refused(ann, { RoleArn })).name).toBe('AccessDenied');
    expect((await refused(ann, { RoleArn, ExternalId: 'guessed' })).name).toBe('AccessDenied');
    expect((await assume(ann, { RoleArn, ExternalId: 'agreed' })).Credentials?.SessionToken).toMatch(/^v1\./);
  });

  test('the name of the session, the tags of the role and a code that nobody has are asked for', async () => {
    const Condition = { StringLike: { 'sts:RoleSessionName': `\${aws:username}-*`, 'aws:ResourceTag/open': 'yes' } };
    const RoleArn = await people.role('picky', trusting({ AWS: ANN }, 'sts:AssumeRole', { Condition }));
    expect((await refused(ann, { RoleArn, RoleSessionName: 'ann-1' })).name).toBe('AccessDenied');
    await operator.iam.send(new TagRoleCommand({ RoleName: 'picky', Tags: [{ Key: 'open', Value: 'yes' }] }));
    expect((await assume(ann, { RoleArn, RoleSessionName: 'ann-1' })).AssumedRoleUser?.Arn).toContain('/ann-1');
    expect((await refused(ann, { RoleArn, RoleSessionName: 'bob-1' })).name).toBe('AccessDenied');
    const mfa = { SerialNumber: `arn:aws:iam::${ACCOUNT}:mfa/ann`, TokenCode: '123456' };
    expect((await refused(ann, { RoleArn, RoleSessionName: 'ann-1', ...mfa })).message).toMatch(
      /^MultiFactorAuthentication failed, unable to validate MFA code\./,
    );
  });

  test('whom a trust policy names must be there', async () => {
    const nobody = `arn:aws:iam::${ACCOUNT}:user/nobody`;
    const create = new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: trusting({ AWS: [ANN, nobody] }) });
    expect(await failureOf(operator.iam.send(create))).toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message: `Invalid principal in policy: "AWS":"${nobody}"`,
    });
    await people.role('kept', trusting({ AWS: ANN }));
    const PolicyDocument = trusting({ AWS: nobody.replace('user', 'role') });
    const update = new UpdateAssumeRolePolicyCommand({ RoleName: 'kept', PolicyDocument });
    expect((await failureOf(operator.iam.send(update))).name).toBe('MalformedPolicyDocumentException');
  });

  test('who takes the name of a trusted user is not trusted', async () => {
    await people.user('first');
    const trust = trusting({ AWS: `arn:aws:iam::${ACCOUNT}:user/Second` });
    const second = await people.user('Second');
    const RoleArn = await people.role('personal', trust);
    expect((await assume(second, { RoleArn })).Credentials?.AccessKeyId).toMatch(/^ASIA/);
    await operator.iam.send(new DeleteAccessKeyCommand({ UserName: 'Second', AccessKeyId: second.accessKeyId }));
    await operator.iam.send(new DeleteUserCommand({ UserName: 'Second' }));
    const heir = await people.user('Second');
    expect((await refused(heir, { RoleArn })).name).toBe('AccessDenied');
    const { Role } = await operator.iam.send(new GetRoleCommand({ RoleName: 'personal' }));
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(trust);
  });
});

describe('durations', () => {
  test('are the role’s at most, and at least a quarter of an hour', async () => {
    const RoleArn = await people.role('timed', trusting({ AWS: ANN }));
    expect(await refused(ann, { RoleArn, DurationSeconds: 3_601 })).toMatchObject({
      name: 'ValidationError',
      message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    });
    expect((await refused(ann, { RoleArn, DurationSeconds: 899 })).name).toBe('ValidationError');
    expect((await refused(ann, { RoleArn, DurationSeconds: 43_201 })).name).toBe('ValidationError');
    await operator.iam.send(new UpdateRoleCommand({ RoleName: 'timed', MaxSessionDuration: 43_200 }));
    const { Credentials } = await assume(ann, { RoleArn, DurationSeconds: 43_200 });
    expect(Math.round(((Credentials?.Expiration?.getTime() ?? 0) - app.clock.now()) / 3_600_000)).toBe(12);
  });
});

describe('session policies', () => {
  test('only ever limit', async () => {
    const RoleArn = await people.role('wide', trusting({ AWS: ANN }), { Action: 'cognito-idp:*' });
    const narrow = keysOf((await assume(ann, { RoleArn, Policy: policy(LIST) })).Credentials);
    expect((await list(narrow)).Users).toHaveLength(1);
    const pools = people.as(narrow).cognito.send(new ListUserPoolsCommand({ MaxResults: 5 }));
    expect((await failureOf(pools)).message).toMatch(
      /because no session policy allows the cognito-idp:ListUserPools action$/,
    );
    const wider = keysOf((await assume(ann, { RoleArn, Policy: policy({ Action: '*' }) })).Credentials);
    const who = people.as(wider).iam.send(new GetRoleCommand({ RoleName: 'wide' }));
    expect((await failureOf(who)).message).toMatch(/because no identity-based policy allows the iam:GetRole action$/);
  });

  test('managed ones by ARN, together with an inline one', async () => {
    const RoleArn = await people.role('managed', trusting({ AWS: ANN }), { Action: 'cognito-idp:*' });
    const document = policy(LIST);
    const created = await operator.iam.send(new CreatePolicyCommand({ PolicyName: 'lists', PolicyDocument: document }));
    const PolicyArns = [{ arn: created.Policy?.Arn }];
    const answer = await assume(ann, { RoleArn, PolicyArns });
    expect(answer.PackedPolicySize).toBeGreaterThan(0);
    const keys = keysOf(answer.Credentials);
    expect((await list(keys)).Users).toHaveLength(1);
    const pools = new ListUserPoolsCommand({ MaxResults: 5 });
    expect((await failureOf(people.as(keys).cognito.send(pools))).name).toBe('AccessDeniedException');
    const both = await assume(ann, { RoleArn, PolicyArns, Policy: policy({ Action: 'cognito-idp:ListUserPools' }) });
    expect((await people.as(keysOf(both.Credentials)).cognito.send(pools)).UserPools).toHaveLength(1);
  });

  test('are checked, and must fit', async () => {
    const RoleArn = await people.role('checked', trusting({ AWS: ANN }));
    expect((await refused(ann, { RoleArn, Policy: '{"nonsense":' })).name).toBe('MalformedPolicyDocumentException');
    const missing = [{ arn: `arn:aws:iam::${ACCOUNT}:policy/missing` }];
    expect((await refused(ann, { RoleArn, PolicyArns: missing })).name).toBe('MalformedPolicyDocumentException');
    const long = policy({ Action: 'a:b', Resource: `arn:aws:s3:::${'x'.repeat(2_048)}` });
    expect((await refused(ann, { RoleArn, Policy: long })).name).toBe('ValidationError');
    const eleven = Array.from({ length: 11 }, () => ({ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }));
    expect((await refused(ann, { RoleArn, PolicyArns: eleven })).name).toBe('ValidationError');
  });
});

describe('session tags', () => {
  const tags = (given: Record<string, string>) => Object.entries(given).map(([Key, Value]) => ({ Key, Value }));
  const both = ['sts:AssumeRole', 'sts:TagSession'];

  test('need sts:TagSession, and are the session’s', async () => {
    const untaggable = await people.role('untaggable', trusting({ AWS: ANN }));
    expect(await refused(ann, { RoleArn: untaggable, Tags: tags({ team: 'red' }) })).toMatchObject({
      name: 'AccessDenied',
      message: `User: ${ANN} is not authorized to perform: sts:TagSession on resource: ${untaggable}`,
    });
    const RoleArn = await people.role('taggable', trusting({ AWS: ANN }, both), {
      ...LIST,
      Condition: { StringEquals: { 'aws:PrincipalTag/Team': 'red' } },
    });
    await operator.iam.send(new TagRoleCommand({ RoleName: 'taggable', Tags: tags({ Team: 'blue' }) }));
    const blue = keysOf((await assume(ann, { RoleArn })).Credentials);
    expect((await failureOf(list(blue))).name).toBe('AccessDeniedException');
    const red = keysOf((await assume(ann, { RoleArn, Tags: tags({ team: 'red' }) })).Credentials);
    expect((await list(red)).Users).toHaveLength(1);
  });

  test('trust may hang on them', async () => {
    const Condition = {
      StringEquals: { 'aws:RequestTag/team': 'red' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] },
    };
    const RoleArn = await people.role('tag-trust', trusting({ AWS: ANN }, both, { Condition }));
    expect((await refused(ann, { RoleArn, Tags: tags({ team: 'blue' }) })).name).toBe('AccessDenied');
    expect((await refused(ann, { RoleArn, Tags: tags({ team: 'red', more: 'x' }) })).name).toBe('AccessDenied');
    expect((await assume(ann, { RoleArn, Tags: tags({ team: 'red' }) })).PackedPolicySize).toBeGreaterThan(0);
  });

  test('their names differ, are nobody’s, and they fit', async () => {
    const RoleArn = await people.role('limits', trusting({ AWS: ANN }, both));
    expect((await refused(ann, { RoleArn, Tags: tags({ a: '1', A: '2' }) })).message).toBe(
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    );
    expect((await refused(ann, { RoleArn, Tags: tags({ 'aws:x': '1' }) })).name).toBe('ValidationError');
    expect((await refused(ann, { RoleArn, TransitiveTagKeys: ['a'] })).message).toBe(
      'The specified transitive tag key must be included in the requested tags.',
    );
    const random = () => crypto.randomUUID().repeat(7).slice(0, 250);
    const many = tags(
      Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`${at}-${crypto.randomUUID()}`, random()])),
    );
    expect(await refused(ann, { RoleArn, Tags: many })).toMatchObject({ name: 'PackedPolicyTooLargeException' });
    const fifty = tags(Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`key${at}`, 'value'])));
    const answer = await assume(ann, { RoleArn, Tags: fifty });
    expect(answer.SessionTokenSize).toBe(answer.Credentials?.SessionToken?.length);
    expect(answer.SessionTokenSize).toBeLessThan(4_096);
    expect((await refused(ann, { RoleArn, Tags: [...fifty, { Key: 'one', Value: 'more' }] })).name).toBe(
      'ValidationError',
    );
  });

  test('a session token is as long as is asked for', async () => {
    const RoleArn = await people.role('long', trusting({ AWS: ANN }));
    const { SessionTokenSize, SessionTokenUtilization, Credentials } = await assume(ann, {
      RoleArn,
      MinimumSessionTokenSize: 4_000,
    });
    expect(SessionTokenSize).toBeGreaterThanOrEqual(4_000);
    expect(SessionTokenSize).toBeLessThan(4_004);
    expect(SessionTokenUtilization).toBe(98);
    const who = await people.as(keysOf(Credentials)).sts.send(new GetCallerIdentityCommand({}));
    expect(who.Arn).toContain('assumed-role/long/work');
    expect((await refused(ann, { RoleArn, MinimumSessionTokenSize: 4_097 })).name).toBe('ValidationError');
  });
});

describe('chains of roles', () => {
  test('last an hour, and carry transitive tags and the source identity along', async () => {
    const all = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];
    const first = await people.role('first-link', trusting({ AWS: ANN }, all), { Action: all });
    await operator.iam.send(new UpdateRoleCommand({ RoleName: 'first-link', MaxSessionDuration: 43_200 }));
    const second = await people.role('second-link', trusting({ AWS: first }, all), {
      ...LIST,
      Condition: {
        StringEquals: { 'aws:PrincipalTag/team': 'red', 'aws:SourceIdentity': 'Ann' },
        Null: { 'aws:PrincipalTag/desk': 'true' },
      },
    });
    await operator.iam.send(new UpdateRoleCommand({ RoleName: 'second-link', MaxSessionDuration: 43_200 }));
    const begun = await assume(ann, {
      RoleArn: first,
      SourceIdentity: 'Ann',
      Tags: [
        { Key: 'team', Value: 'red' },
        { Key: 'desk', Value: '7' },
      ],
      TransitiveTagKeys: ['team'],
    });
    expect(begun.SourceIdentity).toBe('Ann');
    const link = keysOf(begun.Credentials);
    expect((await refused(link, { RoleArn: second, DurationSeconds: 3_601 })).message).toBe(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
    expect((await refused(link, { RoleArn: second, Tags: [{ Key: 'Team', Value: 'blue' }] })).message).toBe(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
    expect((await refused(link, { RoleArn: second, SourceIdentity: 'Bob' })).message).toContain(
      'sts:SetSourceIdentity',
    );
    const chained = await assume(link, { RoleArn: second, DurationSeconds: 3_600 });
    expect(chained.SourceIdentity).toBe('Ann');
    expect((await list(keysOf(chained.Credentials))).Users).toHaveLength(1);
  });

  test('a source identity needs a permission of its own', async () => {
    const RoleArn = await people.role('no-source', trusting({ AWS: ANN }));
    expect((await refused(ann, { RoleArn, SourceIdentity: 'Ann' })).message).toBe(
      `User: ${ANN} is not authorized to perform: sts:SetSourceIdentity on resource: ${RoleArn}`,
    );
  });

  test('credential-providers walk them', async () => {
    const RoleArn = await people.role('provided', trusting({ AWS: ANN }), LIST);
    const provide = fromTemporaryCredentials({
      masterCredentials: ann,
      params: { RoleArn, RoleSessionName: 'provided' },
      clientConfig: { endpoint: app.endpoint, region: 'us-east-1' },
    });
    expect((await list(await provide())).Users).toHaveLength(1);
  });
});
