/** Policies as resources of their own, and identity providers. Source: AWS CloudFormation template reference, AWS::IAM. */
import type { Fields, Value } from '../template/node.ts';
import { policyText, settleTags } from './iam.ts';
import { any, isSince, type Kind, type Property, pick, string, strings, type Tools, text, unlessGone } from './kind.ts';

const service = 'iam';
const HOLDERS = ['Role', 'User', 'Group'] as const;
type Holder = (typeof HOLDERS)[number];
const holderLists: Readonly<Record<string, Property>> = {
  Roles: { type: 'texts' },
  Users: { type: 'texts' },
  Groups: { type: 'texts' },
};

/** Each role, user and group that the template names, with what is to be done for those that are new and those gone. */
const forHolders = async (
  before: Fields,
  after: Fields,
  act: (holder: Holder, name: string, state: 'new' | 'kept' | 'gone') => Promise<unknown>,
): Promise<void> => {
  for (const holder of HOLDERS) {
    const [had, has] = [strings(before[`${holder}s`]), strings(after[`${holder}s`])];
    for (const name of has) await act(holder, name, had.includes(name) ? 'kept' : 'new');
    for (const name of had.filter((each) => !has.includes(each))) await act(holder, name, 'gone');
  }
};

/** An inline policy in every holder that it names. */
const policy: Kind = {
  type: 'AWS::IAM::Policy',
  properties: { PolicyName: text({ required: true }), PolicyDocument: any({ required: true }), ...holderLists },
  attributes: ['Id'],
  check: (properties) =>
    HOLDERS.every((holder) => properties[`${holder}s`] === undefined) ? ['needs Roles, Users or Groups'] : [],
  create: async ({ properties }) => ({
    id: string(properties['PolicyName']),
    attributes: { Id: string(properties['PolicyName']) },
  }),
  async settle({ tools, properties, before = {} }) {
    await forHolders(before, properties, async (holder, name, state) => {
      if (state !== 'gone') await putInline(tools, holder, name, properties);
      const old = before['PolicyName'];
      if (old === undefined || (state !== 'gone' && old === properties['PolicyName']) || state === 'new') return;
      await dropInline(tools, holder, name, old);
    });
  },
  update: async ({ properties }) => ({
    id: string(properties['PolicyName']),
    attributes: { Id: string(properties['PolicyName']) },
  }),
  async remove({ tools, properties }) {
    await forHolders({}, properties, (holder, name) => dropInline(tools, holder, name, properties['PolicyName']));
  },
  find: async ({ properties }) => ({ id: string(properties['PolicyName']), attributes: {} }),
};

const putInline = (tools: Tools, holder: Holder, name: string, { PolicyName, PolicyDocument }: Fields) =>
  tools.call(service, `Put${holder}Policy`, {
    [`${holder}Name`]: name,
    PolicyName,
    PolicyDocument: policyText(PolicyDocument),
  });

const dropInline = (tools: Tools, holder: Holder, name: string, PolicyName: Value | undefined): Promise<void> =>
  unlessGone(() => tools.call(service, `Delete${holder}Policy`, { [`${holder}Name`]: name, PolicyName }));

/** AWS::IAM::RolePolicy, UserPolicy, GroupPolicy. */
const inlinePolicy = (holder: Holder): Kind => ({
  type: `AWS::IAM::${holder}Policy`,
  properties: {
    PolicyName: text({ required: true, update: 'replace' }),
    [`${holder}Name`]: text({ required: true, update: 'replace' }),
    PolicyDocument: any({ required: true }),
  },
  attributes: [],
  async create({ tools, properties }) {
    const name = string(properties[`${holder}Name`]);
    await putInline(tools, holder, name, properties);
    return { id: `${string(properties['PolicyName'])}|${name}`, attributes: {} };
  },
  async update({ tools, properties }) {
    await putInline(tools, holder, string(properties[`${holder}Name`]), properties);
    return undefined;
  },
  remove: ({ tools, properties }) =>
    dropInline(tools, holder, string(properties[`${holder}Name`]), properties['PolicyName']),
  find: async ({ properties }) => ({ id: string(properties['PolicyName']), attributes: {} }),
});

const managedPolicy: Kind = {
  type: 'AWS::IAM::ManagedPolicy',
  properties: {
    Description: text({ update: 'replace' }),
    ManagedPolicyName: text({ update: 'replace' }),
    Path: text({ update: 'replace' }),
    PolicyDocument: any({ required: true }),
    ...holderLists,
  },
  attributes: ['PolicyArn', 'PolicyId'],
  name: { property: 'ManagedPolicyName', max: 128 },
  async create({ tools, properties }) {
    const { Policy } = await tools.call(service, 'CreatePolicy', {
      ...pick(properties, 'Path', 'Description'),
      PolicyName: properties['ManagedPolicyName'],
      PolicyDocument: policyText(properties['PolicyDocument']),
    });
    const { Arn, PolicyId } = Policy as Record<string, string>;
    return { id: string(Arn), attributes: { PolicyArn: string(Arn), PolicyId: string(PolicyId) } };
  },
  async settle({ tools, properties, made, before = {} }) {
    await forHolders(before, properties, async (holder, name, state) => {
      const input = { [`${holder}Name`]: name, PolicyArn: made.id };
      if (state === 'new') await tools.call(service, `Attach${holder}Policy`, input);
      if (state === 'gone') await unlessGone(() => tools.call(service, `Detach${holder}Policy`, input));
    });
  },
  async update({ tools, properties, made, before }) {
    const document = policyText(properties['PolicyDocument']);
    if (document === policyText(before['PolicyDocument'])) return undefined;
    await makeRoom(tools, made.id);
    await tools.call(service, 'CreatePolicyVersion', {
      PolicyArn: made.id,
      PolicyDocument: document,
      SetAsDefault: true,
    });
    return undefined;
  },
  async remove({ tools, properties, made }) {
    await unlessGone(async () => {
      await forHolders({}, properties, (holder, name) =>
        unlessGone(() => tools.call(service, `Detach${holder}Policy`, { [`${holder}Name`]: name, PolicyArn: made.id })),
      );
      for (const { VersionId, IsDefaultVersion } of await versionsOf(tools, made.id)) {
        if (IsDefaultVersion !== true)
          await tools.call(service, 'DeletePolicyVersion', { PolicyArn: made.id, VersionId });
      }
      await tools.call(service, 'DeletePolicy', { PolicyArn: made.id });
    });
  },
  async find({ tools, properties: { ManagedPolicyName, Path = '/' }, since }) {
    const arn = `arn:aws:iam::${tools.account}:policy${string(Path)}${string(ManagedPolicyName)}`;
    const output = await tools.call(service, 'GetPolicy', { PolicyArn: arn }).catch(() => undefined);
    const found = output?.['Policy'] as Fields | undefined;
    return found && isSince(found['CreateDate'], since) ? { id: arn, attributes: {} } : undefined;
  },
};

const versionsOf = async (tools: Tools, PolicyArn: string): Promise<Fields[]> =>
  ((await tools.call(service, 'ListPolicyVersions', { PolicyArn }))['Versions'] ?? []) as Fields[];

/** A policy has five versions at most. */
const makeRoom = async (tools: Tools, PolicyArn: string): Promise<void> => {
  const versions = await versionsOf(tools, PolicyArn);
  if (versions.length < 5) return;
  const number = ({ VersionId }: Fields): number => Number(string(VersionId).slice(1));
  const [oldest] = versions
    .filter((each) => each['IsDefaultVersion'] !== true)
    .sort((one, other) => number(one) - number(other));
  if (oldest) await tools.call(service, 'DeletePolicyVersion', { PolicyArn, VersionId: oldest['VersionId'] });
};

const oidcProvider: Kind = {
  type: 'AWS::IAM::OIDCProvider',
  properties: {
    ClientIdList: { type: 'texts' },
    Tags: { type: 'list' },
    ThumbprintList: { type: 'texts' },
    Url: text({ required: true, update: 'replace' }),
  },
  attributes: ['Arn'],
  async create({ tools, properties }) {
    const { ClientIdList, ThumbprintList, ...rest } = properties;
    const { OpenIDConnectProviderArn } = await tools.call(service, 'CreateOpenIDConnectProvider', {
      ...pick(rest, 'Url', 'Tags'),
      ClientIDList: strings(ClientIdList),
      ...(ThumbprintList !== undefined && { ThumbprintList }),
    });
    const arn = string(OpenIDConnectProviderArn);
    return { id: arn, attributes: { Arn: arn } };
  },
  async update({ tools, properties, made, before }) {
    const of = { OpenIDConnectProviderArn: made.id };
    const [had, has] = [strings(before['ClientIdList']), strings(properties['ClientIdList'])];
    for (const ClientID of has.filter((each) => !had.includes(each))) {
      await tools.call(service, 'AddClientIDToOpenIDConnectProvider', { ...of, ClientID });
    }
    for (const ClientID of had.filter((each) => !has.includes(each))) {
      await tools.call(service, 'RemoveClientIDFromOpenIDConnectProvider', { ...of, ClientID });
    }
    const { ThumbprintList } = properties;
    if (ThumbprintList !== undefined && JSON.stringify(ThumbprintList) !== JSON.stringify(before['ThumbprintList'])) {
      await tools.call(service, 'UpdateOpenIDConnectProviderThumbprint', { ...of, ThumbprintList });
    }
    await settleTags(tools, 'OpenIDConnectProvider', of, before['Tags'], properties['Tags']);
    return undefined;
  },
  async remove({ tools, made }) {
    await unlessGone(() => tools.call(service, 'DeleteOpenIDConnectProvider', { OpenIDConnectProviderArn: made.id }));
  },
  async find({ tools, properties: { Url }, since }) {
    const arn = `arn:aws:iam::${tools.account}:oidc-provider/${string(Url).replace(/^https:\/\//, '')}`;
    const found = await tools
      .call(service, 'GetOpenIDConnectProvider', { OpenIDConnectProviderArn: arn })
      .catch(() => undefined);
    return found && isSince(found['CreateDate'], since) ? { id: arn, attributes: {} } : undefined;
  },
};

const samlProvider: Kind = {
  type: 'AWS::IAM::SAMLProvider',
  properties: {
    Name: text({ update: 'replace' }),
    SamlMetadataDocument: text({ required: true }),
    Tags: { type: 'list' },
    AssertionEncryptionMode: text(),
    AddPrivateKey: text({ secret: true }),
    RemovePrivateKey: any({ unsupported: 'leave AddPrivateKey out instead' }),
    PrivateKeyList: any({ unsupported: 'give AddPrivateKey' }),
  },
  attributes: ['Arn'],
  name: { property: 'Name', max: 128 },
  async create({ tools, properties }) {
    const { SAMLProviderArn } = await tools.call(service, 'CreateSAMLProvider', {
      ...pick(properties, 'Name', 'Tags', 'AssertionEncryptionMode', 'AddPrivateKey'),
      SAMLMetadataDocument: properties['SamlMetadataDocument'],
    });
    const arn = string(SAMLProviderArn);
    return { id: arn, attributes: { Arn: arn } };
  },
  async update({ tools, properties, made, before }) {
    await tools.call(service, 'UpdateSAMLProvider', {
      SAMLProviderArn: made.id,
      SAMLMetadataDocument: properties['SamlMetadataDocument'],
      ...pick(properties, 'AssertionEncryptionMode'),
      ...(properties['AddPrivateKey'] !== before['AddPrivateKey'] && pick(properties, 'AddPrivateKey')),
    });
    await settleTags(tools, 'SAMLProvider', { SAMLProviderArn: made.id }, before['Tags'], properties['Tags']);
    return undefined;
  },
  async remove({ tools, made }) {
    await unlessGone(() => tools.call(service, 'DeleteSAMLProvider', { SAMLProviderArn: made.id }));
  },
  async find({ tools, properties: { Name }, since }) {
    const arn = `arn:aws:iam::${tools.account}:saml-provider/${string(Name)}`;
    const found = await tools.call(service, 'GetSAMLProvider', { SAMLProviderArn: arn }).catch(() => undefined);
    return found && isSince(found['CreateDate'], since) ? { id: arn, attributes: {} } : undefined;
  },
};

export const iamPolicyKinds: readonly Kind[] = [
  policy,
  ...HOLDERS.map(inlinePolicy),
  managedPolicy,
  oidcProvider,
  samlProvider,
];
