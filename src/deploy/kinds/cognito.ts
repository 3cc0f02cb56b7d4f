/** What belongs to a user pool. Source: AWS CloudFormation template reference, AWS::Cognito. */
import type { Fields } from '../template/node.ts';
import { apiKind } from './api-kind.ts';
import { any, isSince, type Kind, pagesOf, string, text, unlessGone } from './kind.ts';

const service = 'cognito-idp';
/** Named by its properties, it is found by trying to remove it: it did not exist before its pool's run. */
const byProperties =
  (read: string, ...keys: readonly string[]): Kind['find'] =>
  async ({ tools, properties, since }) => {
    const input = Object.fromEntries(keys.map((key) => [key, properties[key]]));
    const output = await tools.call(service, read, input).catch(() => ({}));
    const [found] = Object.values(output) as Record<string, unknown>[];
    if (found === undefined || !isSince(found['CreationDate'], since)) return undefined;
    return { id: string(properties[keys.at(-1) ?? '']), attributes: {} };
  };

const userPoolClient = apiKind({
  type: 'AWS::Cognito::UserPoolClient',
  service,
  create: 'CreateUserPoolClient',
  update: { name: 'UpdateUserPoolClient', omit: ['GenerateSecret'] },
  remove: 'DeleteUserPoolClient',
  keys: ['UserPoolId'],
  idMember: 'ClientId',
  replace: ['UserPoolId', 'GenerateSecret'],
  omit: ['ClientSecret'],
  attributes: ['ClientId', 'ClientSecret', 'Name'],
  secretAttributes: ['ClientSecret'],
  name: { property: 'ClientName', max: 128 },
  made: ({ UserPoolClient }) => {
    const { ClientId, ClientSecret, ClientName } = UserPoolClient as Record<string, string>;
    const id = ClientId ?? '';
    return { id, attributes: { ClientId: id, Name: ClientName ?? '', ...(ClientSecret && { ClientSecret }) } };
  },
  async find({ tools, properties, since }) {
    const { UserPoolId } = properties;
    const clients = pagesOf(async (NextToken) => {
      const input = { UserPoolId, MaxResults: 60, ...(NextToken && { NextToken }) };
      const page = await tools.call(service, 'ListUserPoolClients', input);
      return { items: page['UserPoolClients'], token: page['NextToken'] };
    });
    for await (const { ClientId, ClientName } of clients) {
      if (ClientName !== properties['ClientName']) continue;
      const { UserPoolClient } = await tools.call(service, 'DescribeUserPoolClient', { UserPoolId, ClientId });
      const { CreationDate } = UserPoolClient as Record<string, unknown>;
      if (isSince(CreationDate, since)) return { id: string(ClientId), attributes: {} };
    }
    return undefined;
  },
});

const userPoolDomain = apiKind({
  type: 'AWS::Cognito::UserPoolDomain',
  service,
  create: 'CreateUserPoolDomain',
  update: { name: 'UpdateUserPoolDomain' },
  remove: 'DeleteUserPoolDomain',
  keys: ['UserPoolId', 'Domain'],
  replace: ['UserPoolId', 'Domain'],
  attributes: ['CloudFrontDistribution', 'Id'],
  made: ({ CloudFrontDomain }, { Domain }) => ({
    id: string(Domain),
    attributes: { Id: string(Domain), CloudFrontDistribution: string(CloudFrontDomain) },
  }),
  async find({ tools, properties }) {
    const { Domain, UserPoolId } = properties;
    const { DomainDescription } = await tools.call(service, 'DescribeUserPoolDomain', { Domain });
    const isOurs = (DomainDescription as Fields | undefined)?.['UserPoolId'] === UserPoolId;
    return isOurs ? { id: string(Domain), attributes: {} } : undefined;
  },
});

const userPoolGroup = apiKind({
  type: 'AWS::Cognito::UserPoolGroup',
  service,
  create: 'CreateGroup',
  update: { name: 'UpdateGroup' },
  remove: 'DeleteGroup',
  keys: ['UserPoolId', 'GroupName'],
  replace: ['UserPoolId', 'GroupName'],
  optional: ['GroupName'],
  name: { property: 'GroupName', max: 128 },
  made: (_, { GroupName }) => ({ id: string(GroupName), attributes: {} }),
  find: byProperties('GetGroup', 'UserPoolId', 'GroupName'),
});

const userPoolIdentityProvider = apiKind({
  type: 'AWS::Cognito::UserPoolIdentityProvider',
  service,
  create: 'CreateIdentityProvider',
  update: { name: 'UpdateIdentityProvider', omit: ['ProviderType'] },
  remove: 'DeleteIdentityProvider',
  keys: ['UserPoolId', 'ProviderName'],
  replace: ['UserPoolId', 'ProviderName', 'ProviderType'],
  secret: ['ProviderDetails'],
  made: (_, { ProviderName }) => ({ id: string(ProviderName), attributes: {} }),
  find: byProperties('DescribeIdentityProvider', 'UserPoolId', 'ProviderName'),
});

const userPoolResourceServer = apiKind({
  type: 'AWS::Cognito::UserPoolResourceServer',
  service,
  create: 'CreateResourceServer',
  update: { name: 'UpdateResourceServer' },
  remove: 'DeleteResourceServer',
  keys: ['UserPoolId', 'Identifier'],
  replace: ['UserPoolId', 'Identifier'],
  made: (_, { Identifier }) => ({ id: string(Identifier), attributes: {} }),
  /** Resource servers bear no moment: it might be somebody else's. */
  async find({ tools, properties: { UserPoolId, Identifier } }) {
    const found = await tools
      .call(service, 'DescribeResourceServer', { UserPoolId, Identifier })
      .catch(() => undefined);
    if (found) tools.note(`the resource server ${string(Identifier)} of ${string(UserPoolId)} may be left over`);
    return undefined;
  },
});

/** Setting the look to nothing is how it goes. */
const uiCustomization: Kind = {
  type: 'AWS::Cognito::UserPoolUICustomizationAttachment',
  properties: {
    UserPoolId: text({ required: true, update: 'replace' }),
    ClientId: text({ required: true, update: 'replace' }),
    CSS: text(),
  },
  attributes: [],
  async create({ tools, properties, logicalId }) {
    await tools.call(service, 'SetUICustomization', properties);
    return { id: `${tools.stackName}-${logicalId}`, attributes: {} };
  },
  async update({ tools, properties }) {
    await tools.call(service, 'SetUICustomization', { CSS: '', ...properties });
    return undefined;
  },
  async remove({ tools, properties: { UserPoolId, ClientId } }) {
    await unlessGone(() => tools.call(service, 'SetUICustomization', { UserPoolId, ClientId, CSS: '' }));
  },
  find: async ({ tools, logicalId }) => ({ id: `${tools.stackName}-${logicalId}`, attributes: {} }),
};

const userPoolUser = apiKind({
  type: 'AWS::Cognito::UserPoolUser',
  service,
  create: 'AdminCreateUser',
  remove: 'AdminDeleteUser',
  keys: ['UserPoolId', 'Username'],
  replace: [
    'UserPoolId',
    'Username',
    'UserAttributes',
    'ValidationData',
    'ForceAliasCreation',
    'MessageAction',
    'DesiredDeliveryMediums',
    'ClientMetadata',
  ],
  omit: ['TemporaryPassword'],
  optional: ['Username'],
  name: { property: 'Username', max: 128 },
  made: (_, { Username }) => ({ id: string(Username), attributes: {} }),
  async find({ tools, properties: { UserPoolId, Username }, since }) {
    const found = await tools.call(service, 'AdminGetUser', { UserPoolId, Username }).catch(() => undefined);
    return found && isSince(found['UserCreateDate'], since) ? { id: string(Username), attributes: {} } : undefined;
  },
});

const userToGroup: Kind = {
  type: 'AWS::Cognito::UserPoolUserToGroupAttachment',
  properties: {
    UserPoolId: text({ required: true, update: 'replace' }),
    Username: text({ required: true, update: 'replace' }),
    GroupName: text({ required: true, update: 'replace' }),
  },
  attributes: [],
  async create({ tools, properties, logicalId }) {
    await tools.call(service, 'AdminAddUserToGroup', properties);
    return { id: `${tools.stackName}-${logicalId}`, attributes: {} };
  },
  async remove({ tools, properties }) {
    await unlessGone(() => tools.call(service, 'AdminRemoveUserFromGroup', properties));
  },
  find: async ({ tools, logicalId }) => ({ id: `${tools.stackName}-${logicalId}`, attributes: {} }),
};

const managedLoginBranding = apiKind({
  type: 'AWS::Cognito::ManagedLoginBranding',
  service,
  create: 'CreateManagedLoginBranding',
  update: { name: 'UpdateManagedLoginBranding', omit: ['ClientId'] },
  remove: 'DeleteManagedLoginBranding',
  keys: ['UserPoolId'],
  idMember: 'ManagedLoginBrandingId',
  replace: ['UserPoolId', 'ClientId'],
  properties: { ReturnMergedResources: any({ ignored: 'it is about what an answer shows' }) },
  attributes: ['ManagedLoginBrandingId'],
  made: ({ ManagedLoginBranding }) => {
    const id = string((ManagedLoginBranding as Fields)['ManagedLoginBrandingId']);
    return { id, attributes: { ManagedLoginBrandingId: id } };
  },
  async find({ tools, properties: { UserPoolId, ClientId }, since }) {
    const input = { UserPoolId, ClientId };
    const found = await tools.call(service, 'DescribeManagedLoginBrandingByClient', input).catch(() => undefined);
    const branding = found?.['ManagedLoginBranding'] as Fields | undefined;
    if (branding === undefined || !isSince(branding['CreationDate'], since)) return undefined;
    return { id: string(branding['ManagedLoginBrandingId']), attributes: {} };
  },
});

const terms = apiKind({
  type: 'AWS::Cognito::Terms',
  service,
  create: 'CreateTerms',
  update: { name: 'UpdateTerms', omit: ['ClientId'] },
  remove: 'DeleteTerms',
  keys: ['UserPoolId'],
  idMember: 'TermsId',
  replace: ['UserPoolId', 'ClientId'],
  attributes: ['TermsId'],
  made: ({ Terms }) => {
    const id = string((Terms as Fields)['TermsId']);
    return { id, attributes: { TermsId: id } };
  },
  async find({ tools, properties: { UserPoolId, TermsName }, since }) {
    const { Terms = [] } = (await tools.call(service, 'ListTerms', { UserPoolId, MaxResults: 60 })) as {
      Terms?: Fields[];
    };
    const found = Terms.find((each) => each['TermsName'] === TermsName && isSince(each['CreationDate'], since));
    return found && { id: string(found['TermsId']), attributes: {} };
  },
});

export const cognitoKinds: readonly Kind[] = [
  userPoolClient,
  userPoolDomain,
  userPoolGroup,
  userPoolIdentityProvider,
  userPoolResourceServer,
  uiCustomization,
  userPoolUser,
  userToGroup,
  managedLoginBranding,
  terms,
];
