import {
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetContextKeysForCustomPolicyCommand,
  GetContextKeysForPrincipalPolicyCommand,
  type IAMClient,
  PutGroupPolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  SimulateCustomPolicyCommand,
  type SimulateCustomPolicyCommandInput,
  SimulatePrincipalPolicyCommand,
  type SimulatePrincipalPolicyCommandInput,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { ACCOUNT, allow, allPages, iamClient, newName, policy, refusalOf, TRUST } from './support.ts';

let app: TestApp;
let iam: IAMClient;
beforeAll(async () => {
  app = await startTestApp();
  iam = iamClient(app);
});
afterAll(async () => {
  iam.destroy();
  await app.stop();
});

const POOL = `arn:aws:cognito-idp:us-east-1:${ACCOUNT}:userpool/us-east-1_aaaaaaaaa`;
const OTHER = `arn:aws:cognito-idp:us-east-1:${ACCOUNT}:userpool/us-east-1_bbbbbbbbb`;
const deny = (Action: string, Resource = '*') => ({ Effect: 'Deny', Action, Resource });

const custom = async (input: SimulateCustomPolicyCommandInput) =>
  (await iam.send(new SimulateCustomPolicyCommand(input))).EvaluationResults ?? [];

const principal = async (input: SimulatePrincipalPolicyCommandInput) =>
  (await iam.send(new SimulatePrincipalPolicyCommand(input))).EvaluationResults ?? [];

const decisions = (results: { EvalActionName?: string; EvalDecision?: string }[]) =>
  results.map(({ EvalActionName, EvalDecision }) => `${EvalActionName} ${EvalDecision}`);

describe('SimulateCustomPolicy', () => {
  test('decides for each action, and shows the statement by its place', async () => {
    const text = `{"Version":"2012-10-17","Statement":[\n  {"Effect":"Allow","Action":"iam:Get*","Resource":"*"},\n  {"Effect":"Deny","Action":"iam:GetUser","Resource":"*"}\n]}`;
    const ActionNames = ['iam:GetRole', 'iam:GetUser', 'iam:CreateUser'];
    const results = await custom({ PolicyInputList: [text], ActionNames });
    expect(results).toEqual([
      {
        EvalActionName: 'iam:GetRole',
        EvalResourceName: '*',
        EvalDecision: 'allowed',
        MatchedStatements: [
          {
            SourcePolicyId: 'PolicyInputList.1',
            SourcePolicyType: 'none',
            StartPosition: { Line: 2, Column: 3 },
            EndPosition: { Line: 2, Column: 56 },
          },
        ],
        MissingContextValues: [],
        ResourceSpecificResults: [],
      },
      expect.objectContaining({
        EvalDecision: 'explicitDeny',
        MatchedStatements: [expect.objectContaining({ StartPosition: { Line: 3, Column: 3 } })],
      }),
      expect.objectContaining({ EvalDecision: 'implicitDeny', MatchedStatements: [] }),
    ]);
  });

  test('decides for each resource, and for all of them together', async () => {
    const PolicyInputList = [policy(allow('cognito-idp:*', POOL)), policy(allow('cognito-idp:List*', OTHER))];
    const ActionNames = ['cognito-idp:AdminGetUser', 'cognito-idp:ListUsers'];
    const results = await custom({ PolicyInputList, ActionNames, ResourceArns: [POOL, OTHER] });
    expect(decisions(results)).toEqual(['cognito-idp:AdminGetUser implicitDeny', 'cognito-idp:ListUsers allowed']);
    const [first, second] = results.map((result) => result.ResourceSpecificResults ?? []);
    expect(first?.map((each) => [each.EvalResourceName, each.EvalResourceDecision])).toEqual([
      [POOL, 'allowed'],
      [OTHER, 'implicitDeny'],
    ]);
    expect(second?.map(({ MatchedStatements = [] }) => MatchedStatements[0]?.SourcePolicyId)).toEqual([
      'PolicyInputList.1',
      'PolicyInputList.2',
    ]);
  });

  test('takes values of condition keys, and names those that are missing', async () => {
    const condition = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' }, Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
    const input = {
      PolicyInputList: [
        policy({ ...allow('iam:GetUser', `arn:aws:iam::${ACCOUNT}:user/\${aws:username}`), Condition: condition }),
      ],
      ActionNames: ['iam:GetUser'],
    };
    const [without] = await custom(input);
    expect(without).toMatchObject({
      EvalDecision: 'implicitDeny',
      MissingContextValues: ['aws:MultiFactorAuthPresent', 'aws:SourceIp', 'aws:username'],
    });
    const entry = (ContextKeyName: string, ContextKeyType: 'boolean' | 'ip' | 'string', value: string) => ({
      ContextKeyName,
      ContextKeyType,
      ContextKeyValues: [value],
    });
    const ContextEntries = [
      entry('aws:SourceIp', 'ip', '10.1.2.3'),
      entry('AWS:multifactorauthpresent', 'boolean', 'true'),
      entry('aws:username', 'string', 'anna'),
    ];
    const ResourceArns = [`arn:aws:iam::${ACCOUNT}:user/anna`, `arn:aws:iam::${ACCOUNT}:user/bert`];
    const [within] = await custom({ ...input, ContextEntries, ResourceArns });
    expect(within?.ResourceSpecificResults).toMatchObject([
      { EvalResourceDecision: 'allowed', MissingContextValues: [] },
      { EvalResourceDecision: 'implicitDeny', MissingContextValues: [] },
    ]);
  });

  test('a boundary limits, and says what it would do', async () => {
    const input = {
      PolicyInputList: [policy(allow('iam:*'))],
      PermissionsBoundaryPolicyInputList: [policy(allow('iam:Get*'))],
      ActionNames: ['iam:GetUser', 'iam:DeleteUser'],
    };
    const results = await custom(input);
    expect(decisions(results)).toEqual(['iam:GetUser allowed', 'iam:DeleteUser implicitDeny']);
    expect(results.map((each) => each.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary)).toEqual([
      true,
      false,
    ]);
    const two = [policy(allow('iam:*')), policy(allow('s3:*'))];
    const refused = custom({ ...input, PermissionsBoundaryPolicyInputList: two });
    expect(await refusalOf(refused)).toMatchObject({ name: 'InvalidInputException', status: 400 });
  });

  test('a resource policy speaks of the caller', async () => {
    const CallerArn = `arn:aws:iam::${ACCOUNT}:user/anna`;
    const ResourcePolicy = policy({ ...allow('s3:GetObject', 'arn:aws:s3:::b/*'), Principal: { AWS: CallerArn } });
    const input = {
      PolicyInputList: [policy(allow('iam:GetUser'))],
      ActionNames: ['s3:GetObject'],
      ResourceArns: ['arn:aws:s3:::b/1'],
      ResourcePolicy,
    };
    const [result] = await custom({ ...input, CallerArn });
    expect(result).toMatchObject({
      EvalDecision: 'allowed',
      MatchedStatements: [{ SourcePolicyId: 'ResourcePolicy', SourcePolicyType: 'resource' }],
    });
    const [other] = await custom({ ...input, CallerArn: `arn:aws:iam::${ACCOUNT}:user/bert` });
    expect(other?.EvalDecision).toBe('implicitDeny');
    expect(await refusalOf(custom(input))).toMatchObject({ name: 'InvalidInputException' });
  });

  test('between accounts both must grant, and each decision is shown', async () => {
    const CallerArn = `arn:aws:iam::${ACCOUNT}:user/anna`;
    const ResourcePolicy = policy({ ...allow('s3:GetObject', 'arn:aws:s3:::b/*'), Principal: { AWS: CallerArn } });
    const input = {
      ActionNames: ['s3:GetObject'],
      ResourceArns: ['arn:aws:s3:::b/1'],
      ResourceOwner: 'arn:aws:iam::111122223333:root',
      ResourcePolicy,
      CallerArn,
    };
    const [denied] = await custom({ ...input, PolicyInputList: [policy(allow('iam:GetUser'))] });
    expect(denied).toMatchObject({
      EvalDecision: 'implicitDeny',
      EvalDecisionDetails: { 'IAM Policy': 'implicitDeny', 'Resource Policy': 'allowed' },
    });
    const [allowed] = await custom({ ...input, PolicyInputList: [policy(allow('s3:*'))] });
    expect(allowed).toMatchObject({
      EvalDecision: 'allowed',
      ResourceSpecificResults: [{ EvalDecisionDetails: { 'IAM Policy': 'allowed', 'Resource Policy': 'allowed' } }],
    });
    const owner = custom({ ...input, ResourceOwner: 'somebody', PolicyInputList: [policy(allow('s3:*'))] });
    expect(await refusalOf(owner)).toMatchObject({ message: "'somebody' is not a valid as a Resource Owner." });
  });

  test('service control policies must grant on every level', async () => {
    const levels = (...texts: string[]) => texts.map((text) => ({ ServiceControlPolicyInputList: [text] }));
    const all = policy(allow('*'));
    const input = { PolicyInputList: [all], ActionNames: ['iam:GetUser', 'iam:DeleteUser', 's3:GetObject'] };
    const OrderedOrganizationPolicyInputList = levels(all, policy(allow('iam:*'), deny('iam:DeleteUser')));
    const results = await custom({ ...input, OrderedOrganizationPolicyInputList });
    expect(decisions(results)).toEqual([
      'iam:GetUser allowed',
      'iam:DeleteUser explicitDeny',
      's3:GetObject implicitDeny',
    ]);
    const allowed = results.map((each) => each.OrganizationsDecisionDetail?.AllowedByOrganizations);
    expect(allowed).toEqual([true, false, false]);
    expect((await custom(input))[0]?.OrganizationsDecisionDetail).toBeUndefined();
  });

  test('comes in pages', async () => {
    const ActionNames = ['iam:GetUser', 'iam:GetRole', 'iam:GetGroup'];
    const pages = await allPages(
      (page) =>
        iam.send(new SimulateCustomPolicyCommand({ PolicyInputList: [policy(allow('iam:*'))], ActionNames, ...page })),
      ({ EvaluationResults }) => EvaluationResults?.map(({ EvalActionName }) => EvalActionName),
    );
    expect(pages).toEqual([['iam:GetUser', 'iam:GetRole'], ['iam:GetGroup']]);
  });

  test.each<[string, Partial<SimulateCustomPolicyCommandInput>, string]>([
    [
      'a policy that is none',
      { PolicyInputList: ['{}'] },
      'Invalid policy PolicyInputList.1: Syntax errors in policy.',
    ],
    ['an action that is none', { ActionNames: ['iam:*'] }, 'Invalid Action: iam:*'],
    ['a resource that is none', { ResourceArns: ['pool'] }, 'ResourceNames are not in a valid ARN format: pool.'],
    [
      'a caller who is none',
      { CallerArn: `arn:aws:sts::${ACCOUNT}:assumed-role/a/b` },
      `Invalid Entity Arn: arn:aws:sts::${ACCOUNT}:assumed-role/a/b does not clearly define entity type and name.`,
    ],
    [
      'a number that is none',
      { ContextEntries: [{ ContextKeyName: 'aws:x', ContextKeyType: 'numeric', ContextKeyValues: ['many'] }] },
      'Invalid value many of type numeric for context key aws:x.',
    ],
    [
      'several values of a key that has one',
      { ContextEntries: [{ ContextKeyName: 'aws:x', ContextKeyType: 'string', ContextKeyValues: ['a', 'b'] }] },
      'Context key aws:x of type string has several values.',
    ],
    ['a scenario that is none', { ResourceHandlingOption: 'Moon' }, 'Invalid ResourceHandlingOption: Moon'],
    [
      'a scenario without its resources',
      { ResourceHandlingOption: 'EC2-VPC-EBS', ResourceArns: [`arn:aws:ec2:us-east-1:${ACCOUNT}:instance/*`] },
      'ResourceHandlingOption EC2-VPC-EBS needs a resource of type image.',
    ],
  ])('refuses %s', async (_what, wrong, message) => {
    const input = { PolicyInputList: [policy(allow('iam:*'))], ActionNames: ['iam:GetUser'], ...wrong };
    expect(await refusalOf(custom(input))).toEqual({ name: 'InvalidInputException', message, status: 400 });
  });
});

describe('SimulatePrincipalPolicy', () => {
  const house = async () => {
    const [UserName, GroupName, PolicyName] = [newName('user'), newName('group'), newName('policy')];
    await iam.send(new CreateUserCommand({ UserName, Tags: [{ Key: 'team', Value: 'a' }] }));
    await iam.send(new CreateGroupCommand({ GroupName }));
    await iam.send(new AddUserToGroupCommand({ UserName, GroupName }));
    const own = policy(allow('iam:GetUser', `arn:aws:iam::${ACCOUNT}:user/\${aws:username}`));
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'self', PolicyDocument: own }));
    const team = { ...allow('iam:ListUsers'), Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a' } } };
    await iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName: 'team', PolicyDocument: policy(team) }));
    const given = { PolicyName, PolicyDocument: policy(allow('s3:GetObject')) };
    const { Policy } = await iam.send(new CreatePolicyCommand(given));
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: Policy?.Arn }));
    const ofAws = 'arn:aws:iam::aws:policy/AmazonCognitoReadOnly';
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: ofAws }));
    return { UserName, GroupName, PolicyName, PolicySourceArn: `arn:aws:iam::${ACCOUNT}:user/${UserName}` };
  };

  const ACTIONS = ['iam:GetUser', 'iam:ListUsers', 's3:GetObject', 'cognito-idp:ListUsers', 'iam:DeleteUser'];

  test('a user has its own policies, its groups’, and managed ones; each is named', async () => {
    const { UserName, GroupName, PolicyName, PolicySourceArn } = await house();
    const results = await principal({ PolicySourceArn, ActionNames: ACTIONS, ResourceArns: [PolicySourceArn] });
    expect(decisions(results)).toEqual([
      'iam:GetUser allowed',
      'iam:ListUsers allowed',
      's3:GetObject allowed',
      'cognito-idp:ListUsers allowed',
      'iam:DeleteUser implicitDeny',
    ]);
    const sources = results.map(({ MatchedStatements: [first] = [] }) => [
      first?.SourcePolicyId,
      first?.SourcePolicyType,
    ]);
    expect(sources).toEqual([
      [`user_${UserName}_self`, 'user'],
      [`group_${GroupName}_team`, 'group'],
      [PolicyName, 'user-managed'],
      ['AmazonCognitoReadOnly', 'aws-managed'],
      [undefined, undefined],
    ]);
  });

  test('further policies come on top, and some may be left out', async () => {
    const { UserName, PolicyName, PolicySourceArn } = await house();
    const input = { PolicySourceArn, ActionNames: ACTIONS, ResourceArns: [PolicySourceArn] };
    const deciding = async (more: object) =>
      (await principal({ ...input, ...more }))
        .map(({ EvalDecision }) => EvalDecision?.replace(/Deny$/, '')[0])
        .join('');
    expect(await deciding({})).toBe('aaaai');
    expect(await deciding({ PolicyInputList: [policy(allow('iam:DeleteUser'), deny('iam:GetUser'))] })).toBe('eaaaa');
    expect(await deciding({ PolicyExclusionList: [{ PolicyType: 'inline' }] })).toBe('iiaai');
    expect(await deciding({ PolicyExclusionList: [{ PolicyType: 'user-managed' }] })).toBe('aaiai');
    expect(await deciding({ PolicyExclusionList: [{ PolicyType: 'aws-managed' }] })).toBe('aaaii');
    expect(await deciding({ PolicyExclusionList: [{ PolicyType: 'scp' }] })).toBe('aaaai');
    const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/${PolicyName.slice(0, 8)}*`;
    expect(await deciding({ PolicyExclusionList: [{ PolicyArn }] })).toBe('aaiai');
    const inline = { PolicyName: 'self', AttachmentType: 'user', AttachmentName: UserName.toUpperCase() };
    const PolicyExclusionList = [{ InlinePolicyIdentifier: inline }, { PolicyType: 'aws-managed' }];
    expect(await deciding({ PolicyExclusionList })).toBe('iaaii');
    const none = principal({ ...input, PolicyExclusionList: [{ PolicyType: 'inline', PolicyArn }] as never });
    expect(await refusalOf(none)).toMatchObject({ name: 'InvalidInputException' });
  });

  test('the boundary that is set counts, unless another is passed or it is left out', async () => {
    const { UserName, PolicySourceArn } = await house();
    const PermissionsBoundary = 'arn:aws:iam::aws:policy/AmazonCognitoReadOnly';
    await iam.send(new PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary }));
    const input = { PolicySourceArn, ActionNames: ['s3:GetObject'] };
    const decide = async (more: object = {}) => (await principal({ ...input, ...more }))[0];
    expect(await decide()).toMatchObject({
      EvalDecision: 'implicitDeny',
      PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
    });
    const passed = await decide({ PermissionsBoundaryPolicyInputList: [policy(allow('s3:*'))] });
    expect(passed).toMatchObject({
      EvalDecision: 'allowed',
      PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: true },
    });
    const without = await decide({ PolicyExclusionList: [{ PolicyType: 'permission-boundary' }] });
    expect(without?.EvalDecision).toBe('allowed');
    expect(without?.PermissionsBoundaryDecisionDetail).toBeUndefined();
  });

  test('somebody else may call with these policies', async () => {
    const { PolicySourceArn } = await house();
    const other = newName('other');
    await iam.send(new CreateUserCommand({ UserName: other }));
    const CallerArn = `arn:aws:iam::${ACCOUNT}:user/${other}`;
    const ActionNames = ['iam:GetUser', 'iam:ListUsers'];
    const [get, list] = await principal({ PolicySourceArn, CallerArn, ActionNames, ResourceArns: [CallerArn] });
    expect(get?.EvalDecision).toBe('allowed');
    expect(list?.EvalDecision).toBe('implicitDeny');
  });

  test('roles and groups have policies too', async () => {
    const RoleName = newName('role');
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
    await iam.send(
      new AttachRolePolicyCommand({ RoleName, PolicyArn: 'arn:aws:iam::aws:policy/AmazonCognitoPowerUser' }),
    );
    const PolicySourceArn = `arn:aws:iam::${ACCOUNT}:role/${RoleName}`;
    const [result] = await principal({
      PolicySourceArn,
      ActionNames: ['cognito-idp:AdminGetUser'],
      ResourceArns: [POOL],
    });
    expect(result?.EvalDecision).toBe('allowed');
    const { GroupName } = await house();
    const ofGroup = `arn:aws:iam::${ACCOUNT}:group/${GroupName}`;
    const [listed] = await principal({ PolicySourceArn: ofGroup, ActionNames: ['iam:ListUsers'] });
    expect(listed).toMatchObject({ EvalDecision: 'implicitDeny', MissingContextValues: ['aws:PrincipalTag/team'] });
  });

  test('whose policies they are must be there', async () => {
    const of = (PolicySourceArn: string) => refusalOf(principal({ PolicySourceArn, ActionNames: ['iam:GetUser'] }));
    const session = `arn:aws:sts::${ACCOUNT}:assumed-role/role/session`;
    expect(await of(session)).toEqual({
      name: 'InvalidInputException',
      message: `Invalid Entity Arn: ${session} does not clearly define entity type and name.`,
      status: 400,
    });
    expect(await of(`arn:aws:iam::${ACCOUNT}:user/nobody`)).toEqual({
      name: 'NoSuchEntityException',
      message: 'The user with name nobody cannot be found.',
      status: 404,
    });
  });

  test('the keys that policies ask for', async () => {
    const { PolicySourceArn } = await house();
    const extra = policy({ ...allow('s3:*'), Condition: { Bool: { 'aws:SecureTransport': 'true' } } });
    const of = await iam.send(
      new GetContextKeysForPrincipalPolicyCommand({ PolicySourceArn, PolicyInputList: [extra] }),
    );
    expect(of.ContextKeyNames).toEqual(['aws:PrincipalTag/team', 'aws:SecureTransport', 'aws:username']);
    const PolicyInputList = [extra, policy(allow('s3:*', `arn:aws:s3:::b/\${cognito-identity.amazonaws.com:sub}/*`))];
    const { ContextKeyNames } = await iam.send(new GetContextKeysForCustomPolicyCommand({ PolicyInputList }));
    expect(ContextKeyNames).toEqual(['aws:SecureTransport', 'cognito-identity.amazonaws.com:sub']);
    const bad = iam.send(new GetContextKeysForCustomPolicyCommand({ PolicyInputList: ['{'] }));
    expect(await refusalOf(bad)).toMatchObject({ name: 'InvalidInputException' });
  });
});
