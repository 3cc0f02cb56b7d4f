import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetAccountAuthorizationDetailsCommand,
  type GetAccountAuthorizationDetailsCommandInput,
  GetAccountSummaryCommand,
  type IAMClient,
  ListAccountAliasesCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { ACCOUNT, allow, allPages, iamClient, policy, refusalOf, TRUST } from './support.ts';

let app: TestApp;
let iam: IAMClient;

const READ_ONLY = 'arn:aws:iam::aws:policy/AmazonCognitoReadOnly';
const POWER = 'arn:aws:iam::aws:policy/AmazonCognitoPowerUser';
const OWN = `arn:aws:iam::${ACCOUNT}:policy/own`;
const DOCUMENT = policy(allow('cognito-idp:*'));
const inline = { PolicyName: 'inline', PolicyDocument: DOCUMENT };

beforeAll(async () => {
  app = await startTestApp();
  iam = iamClient(app);
  await iam.send(new CreatePolicyCommand({ PolicyName: 'own', Description: 'ours', PolicyDocument: DOCUMENT }));
  await iam.send(new CreatePolicyVersionCommand({ PolicyArn: OWN, PolicyDocument: DOCUMENT, SetAsDefault: true }));
  await iam.send(new CreateGroupCommand({ GroupName: 'staff' }));
  await iam.send(new AttachGroupPolicyCommand({ GroupName: 'staff', PolicyArn: OWN }));
  await iam.send(new PutGroupPolicyCommand({ GroupName: 'staff', ...inline }));
  const Tags = [{ Key: 'a', Value: 'b' }];
  await iam.send(new CreateUserCommand({ UserName: 'anna', PermissionsBoundary: READ_ONLY, Tags }));
  await iam.send(new CreateUserCommand({ UserName: 'bert' }));
  await iam.send(new PutUserPolicyCommand({ UserName: 'anna', ...inline }));
  await iam.send(new AddUserToGroupCommand({ UserName: 'anna', GroupName: 'staff' }));
  await iam.send(new CreateRoleCommand({ RoleName: 'guest', AssumeRolePolicyDocument: TRUST, Description: 'x', Tags }));
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'guest', PolicyArn: POWER }));
  await iam.send(new PutRolePolicyCommand({ RoleName: 'guest', ...inline }));
});
afterAll(async () => {
  iam.destroy();
  await app.stop();
});

const details = (input: GetAccountAuthorizationDetailsCommandInput = {}) =>
  iam.send(new GetAccountAuthorizationDetailsCommand(input));

test('the account in detail: everybody with everything, and the policies in use', async () => {
  const { UserDetailList, GroupDetailList, RoleDetailList, Policies, IsTruncated } = await details();
  const PolicyDocument = encodeURIComponent(DOCUMENT).replaceAll('*', '%2A');
  const shown = { CreateDate: expect.any(Date), Path: '/' };
  expect(IsTruncated).toBe(false);
  expect(UserDetailList).toEqual([
    {
      ...shown,
      UserName: 'anna',
      UserId: expect.stringMatching(/^AIDA/),
      Arn: `arn:aws:iam::${ACCOUNT}:user/anna`,
      UserPolicyList: [{ PolicyName: 'inline', PolicyDocument }],
      GroupList: ['staff'],
      AttachedManagedPolicies: [],
      PermissionsBoundary: { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: READ_ONLY },
      Tags: [{ Key: 'a', Value: 'b' }],
    },
    expect.objectContaining({ UserName: 'bert', UserPolicyList: [], GroupList: [], AttachedManagedPolicies: [] }),
  ]);
  expect(GroupDetailList).toEqual([
    {
      ...shown,
      GroupName: 'staff',
      GroupId: expect.stringMatching(/^AGPA/),
      Arn: `arn:aws:iam::${ACCOUNT}:group/staff`,
      GroupPolicyList: [{ PolicyName: 'inline', PolicyDocument }],
      AttachedManagedPolicies: [{ PolicyName: 'own', PolicyArn: OWN }],
    },
  ]);
  expect(RoleDetailList).toEqual([
    {
      ...shown,
      RoleName: 'guest',
      RoleId: expect.stringMatching(/^AROA/),
      Arn: `arn:aws:iam::${ACCOUNT}:role/guest`,
      AssumeRolePolicyDocument: encodeURIComponent(TRUST),
      InstanceProfileList: [],
      RolePolicyList: [{ PolicyName: 'inline', PolicyDocument }],
      AttachedManagedPolicies: [{ PolicyName: 'AmazonCognitoPowerUser', PolicyArn: POWER }],
      Tags: [{ Key: 'a', Value: 'b' }],
    },
  ]);
  expect(Policies?.map(({ PolicyName }) => PolicyName)).toEqual([
    'own',
    'AmazonCognitoPowerUser',
    'AmazonCognitoReadOnly',
  ]);
  expect(Policies?.[0]).toMatchObject({ Description: 'ours', DefaultVersionId: 'v2', AttachmentCount: 1 });
  expect(Policies?.[0]?.PolicyVersionList).toEqual([
    { VersionId: 'v2', IsDefaultVersion: true, CreateDate: expect.any(Date), Document: PolicyDocument },
    { VersionId: 'v1', IsDefaultVersion: false, CreateDate: expect.any(Date), Document: PolicyDocument },
  ]);
  expect(Policies?.[2]).toMatchObject({ AttachmentCount: 0, PermissionsBoundaryUsageCount: 1 });
});

test('in part', async () => {
  const users = await details({ Filter: ['User'] });
  expect(users).toMatchObject({ GroupDetailList: [], RoleDetailList: [], Policies: [] });
  expect(users.UserDetailList).toHaveLength(2);
  const { Policies, UserDetailList } = await details({ Filter: ['AWSManagedPolicy', 'LocalManagedPolicy'] });
  expect(UserDetailList).toEqual([]);
  expect(Policies).toHaveLength(3);
  expect((await details({ Filter: ['LocalManagedPolicy'] })).Policies).toHaveLength(1);
});

test('in pages that go on over the kinds', async () => {
  const names = await allPages(
    (page) => details(page),
    ({ UserDetailList = [], GroupDetailList = [], RoleDetailList = [], Policies = [] }) => [
      ...UserDetailList.map(({ UserName }) => UserName),
      ...GroupDetailList.map(({ GroupName }) => GroupName),
      ...RoleDetailList.map(({ RoleName }) => RoleName),
      ...Policies.map(({ PolicyName }) => PolicyName),
    ],
    3,
  );
  expect(names).toEqual([
    ['anna', 'bert', 'staff'],
    ['guest', 'own', 'AmazonCognitoPowerUser'],
    ['AmazonCognitoReadOnly'],
  ]);
  expect(await refusalOf(details({ Marker: 'AAAA' }))).toMatchObject({ name: 'ValidationError' });
});

test('the account in figures', async () => {
  const { SummaryMap } = await iam.send(new GetAccountSummaryCommand({}));
  expect(SummaryMap).toMatchObject({
    Users: 2,
    Groups: 1,
    Roles: 1,
    Policies: 1,
    Providers: 0,
    AccessKeysPerUserQuota: 2,
  });
});

test('an account has no alias', async () => {
  expect(await iam.send(new ListAccountAliasesCommand({}))).toMatchObject({ AccountAliases: [], IsTruncated: false });
});
