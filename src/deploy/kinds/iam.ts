/** Roles, users, groups and what hangs on them. Source: AWS CloudFormation template reference, AWS::IAM. */
import { isGone } from '../client/error.ts';
import { type Fields, isFields, type Value } from '../template/node.ts';
import {
  any,
  isSince,
  type Kind,
  type Made,
  type Property,
  pagesOf,
  pick,
  type Step,
  string,
  strings,
  type Tools,
  text,
  unlessGone,
} from './kind.ts';

const service = 'iam';

export const policyText = (document: Value | undefined): string =>
  typeof document === 'string' ? document : JSON.stringify(document ?? {});

type Holder = 'Role' | 'User' | 'Group';

interface Change {
  readonly tools: Tools;
  readonly holder: Holder;
  readonly name: string;
  readonly before: Fields;
  readonly after: Fields;
}

const inlineOf = (fields: Fields): Map<string, string> =>
  new Map(
    ((fields['Policies'] ?? []) as Value[]).flatMap((each) =>
      isFields(each) ? [[string(each['PolicyName']), policyText(each['PolicyDocument'])]] : [],
    ),
  );

/** Inline and attached policies, as the template has them now. */
const settlePolicies = async ({ tools, holder, name, before, after }: Change): Promise<void> => {
  const of = { [`${holder}Name`]: name };
  const [had, has] = [inlineOf(before), inlineOf(after)];
  for (const [PolicyName, PolicyDocument] of has) {
    if (had.get(PolicyName) === PolicyDocument) continue;
    await tools.call(service, `Put${holder}Policy`, { ...of, PolicyName, PolicyDocument });
  }
  for (const PolicyName of had.keys()) {
    if (!has.has(PolicyName)) {
      await unlessGone(() => tools.call(service, `Delete${holder}Policy`, { ...of, PolicyName }));
    }
  }
  const [hadArns, hasArns] = [strings(before['ManagedPolicyArns']), strings(after['ManagedPolicyArns'])];
  for (const PolicyArn of hasArns.filter((arn) => !hadArns.includes(arn))) {
    await attach(tools, holder, of, PolicyArn);
  }
  for (const PolicyArn of hadArns.filter((arn) => !hasArns.includes(arn))) {
    await unlessGone(() => tools.call(service, `Detach${holder}Policy`, { ...of, PolicyArn }));
  }
};

/** Of AWS's own policies the service knows those that mean something here; without one a role may do less, not more. */
const attach = async (tools: Tools, holder: Holder, of: object, PolicyArn: string): Promise<void> => {
  try {
    await tools.call(service, `Attach${holder}Policy`, { ...of, PolicyArn });
  } catch (error) {
    const isAwsOwn = PolicyArn.startsWith('arn:aws:iam::aws:policy/');
    if (!isAwsOwn || !isGone(error)) throw error;
    tools.note(`${PolicyArn} is left out: the service does not have it`);
  }
};

const settleBoundary = async ({ tools, holder, name, before, after }: Change): Promise<void> => {
  if (before['PermissionsBoundary'] === after['PermissionsBoundary']) return;
  const of = { [`${holder}Name`]: name };
  const { PermissionsBoundary } = after;
  if (PermissionsBoundary === undefined) await tools.call(service, `Delete${holder}PermissionsBoundary`, of);
  else await tools.call(service, `Put${holder}PermissionsBoundary`, { ...of, PermissionsBoundary });
};

/** `Tag…`, `Untag…` of anything that bears tags in lists of Key and Value. */
export const settleTags = async (
  tools: Tools,
  what: string,
  of: object,
  before: Value | undefined,
  after: Value | undefined,
): Promise<void> => {
  const had = tagsOf(before);
  const has = tagsOf(after);
  const gone = [...had.keys()].filter((key) => !has.has(key));
  const changed = [...has].filter(([key, value]) => had.get(key) !== value).map(([Key, Value]) => ({ Key, Value }));
  if (gone.length > 0) await tools.call(service, `Untag${what}`, { ...of, TagKeys: gone });
  if (changed.length > 0) await tools.call(service, `Tag${what}`, { ...of, Tags: changed });
};

export const tagsOf = (tags: Value | undefined): Map<string, string> =>
  new Map(
    ((tags ?? []) as Value[]).flatMap((each) => (isFields(each) ? [[string(each['Key']), string(each['Value'])]] : [])),
  );

const namesIn = async (tools: Tools, operation: string, of: object, member: string): Promise<string[]> => {
  const names: string[] = [];
  const pages = pagesOf(async (Marker) => {
    const page = await tools.call(service, operation, { ...of, ...(Marker && { Marker }) });
    return { items: ((page[member] ?? []) as unknown[]).map((item) => ({ item })), token: page['Marker'] };
  });
  for await (const { item } of pages)
    names.push(isFields(item) ? string(item['PolicyArn'] ?? item['GroupName'] ?? item['AccessKeyId']) : string(item));
  return names;
};

/** Whatever hangs on it, also by other hands: IAM removes bare holders only. */
const strip = async (tools: Tools, holder: Holder, name: string): Promise<void> => {
  const of = { [`${holder}Name`]: name };
  for (const PolicyName of await namesIn(tools, `List${holder}Policies`, of, 'PolicyNames')) {
    await unlessGone(() => tools.call(service, `Delete${holder}Policy`, { ...of, PolicyName }));
  }
  for (const PolicyArn of await namesIn(tools, `ListAttached${holder}Policies`, of, 'AttachedPolicies')) {
    await unlessGone(() => tools.call(service, `Detach${holder}Policy`, { ...of, PolicyArn }));
  }
};

const findHolder =
  (holder: Holder): NonNullable<Kind['find']> =>
  async ({ tools, properties, since }) => {
    const name = string(properties[`${holder}Name`]);
    const output = await tools.call(service, `Get${holder}`, { [`${holder}Name`]: name }).catch(() => undefined);
    const found = output?.[holder] as Fields | undefined;
    return found && isSince(found['CreateDate'], since) ? { id: name, attributes: {} } : undefined;
  };

const change = (holder: Holder, step: Step & { readonly made: Made; readonly before: Fields | undefined }): Change => ({
  tools: step.tools,
  holder,
  name: step.made.id,
  before: step.before ?? {},
  after: step.properties,
});

const tags: Property = { type: 'list' };
const policies: Property = { type: 'list' };
const arns: Property = { type: 'texts' };

const role: Kind = {
  type: 'AWS::IAM::Role',
  properties: {
    AssumeRolePolicyDocument: any({ required: true }),
    Description: text(),
    ManagedPolicyArns: arns,
    MaxSessionDuration: { type: 'number' },
    Path: text({ update: 'replace' }),
    PermissionsBoundary: text(),
    Policies: policies,
    RoleName: text({ update: 'replace' }),
    Tags: tags,
  },
  attributes: ['Arn', 'RoleId'],
  name: { property: 'RoleName', max: 64 },
  async create({ tools, properties }) {
    const { Role } = await tools.call(service, 'CreateRole', {
      ...pick(properties, 'RoleName', 'Path', 'Description', 'MaxSessionDuration', 'PermissionsBoundary', 'Tags'),
      AssumeRolePolicyDocument: policyText(properties['AssumeRolePolicyDocument']),
    });
    const { RoleName, Arn, RoleId } = Role as Record<string, string>;
    return { id: string(RoleName), attributes: { Arn: string(Arn), RoleId: string(RoleId) } };
  },
  async settle(step) {
    await settlePolicies(change('Role', step));
  },
  async update(step) {
    const { tools, properties, made, before } = step;
    const of = { RoleName: made.id };
    const { MaxSessionDuration = 3600, Description = '' } = properties;
    await tools.call(service, 'UpdateRole', { ...of, Description, MaxSessionDuration });
    const document = policyText(properties['AssumeRolePolicyDocument']);
    if (document !== policyText(before['AssumeRolePolicyDocument'])) {
      await tools.call(service, 'UpdateAssumeRolePolicy', { ...of, PolicyDocument: document });
    }
    await settleBoundary(change('Role', step));
    await settleTags(tools, 'Role', of, before['Tags'], properties['Tags']);
    return undefined;
  },
  async remove({ tools, made }) {
    await unlessGone(async () => {
      await strip(tools, 'Role', made.id);
      await tools.call(service, 'DeleteRole', { RoleName: made.id });
    });
  },
  find: findHolder('Role'),
};

const user: Kind = {
  type: 'AWS::IAM::User',
  properties: {
    Groups: { type: 'texts' },
    LoginProfile: any({ unsupported: 'users of IAM have no passwords here' }),
    ManagedPolicyArns: arns,
    Path: text(),
    PermissionsBoundary: text(),
    Policies: policies,
    Tags: tags,
    UserName: text({ update: 'replace' }),
  },
  attributes: ['Arn'],
  name: { property: 'UserName', max: 64 },
  async create({ tools, properties }) {
    const input = pick(properties, 'UserName', 'Path', 'PermissionsBoundary', 'Tags');
    const { User } = await tools.call(service, 'CreateUser', input);
    const { UserName, Arn } = User as Record<string, string>;
    return { id: string(UserName), attributes: { Arn: string(Arn) } };
  },
  async settle(step) {
    await settlePolicies(change('User', step));
    const [had, has] = [strings(step.before?.['Groups']), strings(step.properties['Groups'])];
    const of = { UserName: step.made.id };
    for (const GroupName of has.filter((name) => !had.includes(name))) {
      await step.tools.call(service, 'AddUserToGroup', { ...of, GroupName });
    }
    for (const GroupName of had.filter((name) => !has.includes(name))) {
      await unlessGone(() => step.tools.call(service, 'RemoveUserFromGroup', { ...of, GroupName }));
    }
  },
  async update(step) {
    const { tools, properties, made, before } = step;
    const of = { UserName: made.id };
    if (before['Path'] !== properties['Path']) {
      await tools.call(service, 'UpdateUser', { ...of, NewPath: properties['Path'] ?? '/' });
    }
    await settleBoundary(change('User', step));
    await settleTags(tools, 'User', of, before['Tags'], properties['Tags']);
    const { User } = await tools.call(service, 'GetUser', of);
    return { id: made.id, attributes: { Arn: string((User as Fields)['Arn']) } };
  },
  async remove({ tools, made }) {
    const of = { UserName: made.id };
    await unlessGone(async () => {
      await strip(tools, 'User', made.id);
      for (const GroupName of await namesIn(tools, 'ListGroupsForUser', of, 'Groups')) {
        await unlessGone(() => tools.call(service, 'RemoveUserFromGroup', { ...of, GroupName }));
      }
      for (const AccessKeyId of await namesIn(tools, 'ListAccessKeys', of, 'AccessKeyMetadata')) {
        await unlessGone(() => tools.call(service, 'DeleteAccessKey', { ...of, AccessKeyId }));
      }
      await tools.call(service, 'DeleteUser', of);
    });
  },
  find: findHolder('User'),
};

const group: Kind = {
  type: 'AWS::IAM::Group',
  properties: {
    GroupName: text({ update: 'replace' }),
    ManagedPolicyArns: arns,
    Path: text(),
    Policies: policies,
  },
  attributes: ['Arn'],
  name: { property: 'GroupName', max: 128 },
  async create({ tools, properties }) {
    const { Group } = await tools.call(service, 'CreateGroup', pick(properties, 'GroupName', 'Path'));
    const { GroupName, Arn } = Group as Record<string, string>;
    return { id: string(GroupName), attributes: { Arn: string(Arn) } };
  },
  async settle(step) {
    await settlePolicies(change('Group', step));
  },
  async update({ tools, properties, made, before }) {
    const of = { GroupName: made.id };
    if (before['Path'] !== properties['Path']) {
      await tools.call(service, 'UpdateGroup', { ...of, NewPath: properties['Path'] ?? '/' });
    }
    const { Group } = await tools.call(service, 'GetGroup', of);
    return { id: made.id, attributes: { Arn: string((Group as Fields)['Arn']) } };
  },
  async remove({ tools, made }) {
    const of = { GroupName: made.id };
    await unlessGone(async () => {
      await strip(tools, 'Group', made.id);
      const { Users = [] } = (await tools.call(service, 'GetGroup', of)) as { Users?: Fields[] };
      for (const { UserName } of Users) {
        await unlessGone(() => tools.call(service, 'RemoveUserFromGroup', { ...of, UserName }));
      }
      await tools.call(service, 'DeleteGroup', of);
    });
  },
  find: findHolder('Group'),
};

const accessKey: Kind = {
  type: 'AWS::IAM::AccessKey',
  properties: {
    Serial: { type: 'number', update: 'replace' },
    Status: text(),
    UserName: text({ required: true, update: 'replace' }),
  },
  attributes: ['SecretAccessKey'],
  secretAttributes: ['SecretAccessKey'],
  async create({ tools, properties }) {
    const { AccessKey } = await tools.call(service, 'CreateAccessKey', pick(properties, 'UserName'));
    const { AccessKeyId, SecretAccessKey } = AccessKey as Record<string, string>;
    return { id: string(AccessKeyId), attributes: { SecretAccessKey: string(SecretAccessKey) } };
  },
  async settle({ tools, properties, made, before }) {
    const { Status = 'Active' } = properties;
    if (Status === (before?.['Status'] ?? 'Active')) return;
    await tools.call(service, 'UpdateAccessKey', { ...pick(properties, 'UserName'), AccessKeyId: made.id, Status });
  },
  update: async () => undefined,
  async remove({ tools, properties, made }) {
    const input = { ...pick(properties, 'UserName'), AccessKeyId: made.id };
    await unlessGone(() => tools.call(service, 'DeleteAccessKey', input));
  },
  async find({ tools, properties, since }) {
    const { AccessKeyMetadata = [] } = (await tools.call(service, 'ListAccessKeys', pick(properties, 'UserName'))) as {
      AccessKeyMetadata?: Fields[];
    };
    const found = AccessKeyMetadata.find((each) => isSince(each['CreateDate'], since));
    return found && { id: string(found['AccessKeyId']), attributes: {} };
  },
};

const userToGroup: Kind = {
  type: 'AWS::IAM::UserToGroupAddition',
  properties: { GroupName: text({ required: true, update: 'replace' }), Users: { type: 'texts', required: true } },
  attributes: [],
  create: async ({ tools, logicalId }) => ({ id: `${tools.stackName}-${logicalId}`, attributes: {} }),
  async settle({ tools, properties, before }) {
    const { GroupName } = properties;
    const [had, has] = [strings(before?.['Users']), strings(properties['Users'])];
    for (const UserName of has.filter((name) => !had.includes(name))) {
      await tools.call(service, 'AddUserToGroup', { GroupName, UserName });
    }
    for (const UserName of had.filter((name) => !has.includes(name))) {
      await unlessGone(() => tools.call(service, 'RemoveUserFromGroup', { GroupName, UserName }));
    }
  },
  update: async () => undefined,
  async remove({ tools, properties: { GroupName, Users } }) {
    for (const UserName of strings(Users)) {
      await unlessGone(() => tools.call(service, 'RemoveUserFromGroup', { GroupName, UserName }));
    }
  },
  find: async ({ tools, logicalId }) => ({ id: `${tools.stackName}-${logicalId}`, attributes: {} }),
};

export const iamKinds: readonly Kind[] = [role, user, group, accessKey, userToGroup];
