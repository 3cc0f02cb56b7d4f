/** AWS::Cognito::IdentityPool and what belongs to it. Source: AWS CloudFormation template reference. */
import { type Fields, isFields } from '../template/node.ts';
import { apiKind } from './api-kind.ts';
import { any, type Kind, omit, pagesOf, string, text, unlessGone } from './kind.ts';

const service = 'cognito-identity';
const NO_SYNC = 'Amazon Cognito Sync is not part of Poolhouse';

const identityPool = apiKind({
  type: 'AWS::Cognito::IdentityPool',
  service,
  create: 'CreateIdentityPool',
  update: { name: 'UpdateIdentityPool' },
  remove: 'DeleteIdentityPool',
  keys: [],
  idMember: 'IdentityPoolId',
  replace: [],
  optional: ['IdentityPoolName'],
  properties: {
    CognitoEvents: any({ unsupported: NO_SYNC }),
    CognitoStreams: any({ unsupported: NO_SYNC }),
    PushSync: any({ unsupported: NO_SYNC }),
  },
  attributes: ['Name', 'Id'],
  name: { property: 'IdentityPoolName', max: 128 },
  made: ({ IdentityPoolId }, { IdentityPoolName }) => {
    const id = string(IdentityPoolId);
    return { id, attributes: { Name: string(IdentityPoolName), Id: id } };
  },
  /** Identity pools bear no moment: only a name that was made up for this run is surely this run's. */
  async find({ tools, properties: { IdentityPoolName } }) {
    const pools = pagesOf(async (NextToken) => {
      const page = await tools.call(service, 'ListIdentityPools', { MaxResults: 60, ...(NextToken && { NextToken }) });
      return { items: page['IdentityPools'], token: page['NextToken'] };
    });
    const found: string[] = [];
    for await (const pool of pools) {
      if (pool['IdentityPoolName'] === IdentityPoolName) found.push(string(pool['IdentityPoolId']));
    }
    const [id, ...others] = found;
    if (id === undefined) return undefined;
    if (string(IdentityPoolName).startsWith(`${tools.stackName}-`) && others.length === 0)
      return { id, attributes: {} };
    tools.note(
      `identity pool ${id} may be left over from a run that was ended: nothing tells it from others of its name`,
    );
    return undefined;
  },
});

/** In a template the key of a mapping may be any name, with the provider beside its rules. */
const rolesInput = ({ IdentityPoolId, Roles, RoleMappings }: Fields): object => ({
  IdentityPoolId,
  Roles: Roles ?? {},
  ...(isFields(RoleMappings) && {
    RoleMappings: Object.fromEntries(
      Object.entries(RoleMappings).map(([name, mapping]) =>
        isFields(mapping)
          ? [string(mapping['IdentityProvider'] ?? name), omit(mapping, 'IdentityProvider')]
          : [name, mapping],
      ),
    ),
  }),
});

const roleAttachment: Kind = {
  type: 'AWS::Cognito::IdentityPoolRoleAttachment',
  properties: {
    IdentityPoolId: text({ required: true, update: 'replace' }),
    Roles: { type: 'fields' },
    RoleMappings: { type: 'fields' },
  },
  attributes: ['Id'],
  async create({ tools, properties, logicalId }) {
    await tools.call(service, 'SetIdentityPoolRoles', rolesInput(properties));
    const id = `${tools.stackName}-${logicalId}`;
    return { id, attributes: { Id: id } };
  },
  async update({ tools, properties }) {
    await tools.call(service, 'SetIdentityPoolRoles', rolesInput(properties));
    return undefined;
  },
  async remove({ tools, properties: { IdentityPoolId } }) {
    await unlessGone(() =>
      tools.call(service, 'SetIdentityPoolRoles', { IdentityPoolId, Roles: {}, RoleMappings: {} }),
    );
  },
  find: async ({ tools, logicalId }) => ({ id: `${tools.stackName}-${logicalId}`, attributes: {} }),
};

const principalTag: Kind = {
  type: 'AWS::Cognito::IdentityPoolPrincipalTag',
  properties: {
    IdentityPoolId: text({ required: true, update: 'replace' }),
    IdentityProviderName: text({ required: true, update: 'replace' }),
    UseDefaults: { type: 'flag' },
    PrincipalTags: { type: 'fields' },
  },
  attributes: [],
  async create({ tools, properties }) {
    await tools.call(service, 'SetPrincipalTagAttributeMap', properties);
    const { IdentityPoolId, IdentityProviderName } = properties;
    return { id: `${string(IdentityPoolId)}|${string(IdentityProviderName)}`, attributes: {} };
  },
  async update({ tools, properties }) {
    await tools.call(service, 'SetPrincipalTagAttributeMap', { PrincipalTags: {}, ...properties });
    return undefined;
  },
  async remove({ tools, properties: { IdentityPoolId, IdentityProviderName } }) {
    const input = { IdentityPoolId, IdentityProviderName, UseDefaults: false, PrincipalTags: {} };
    await unlessGone(() => tools.call(service, 'SetPrincipalTagAttributeMap', input));
  },
  find: async ({ properties: { IdentityPoolId, IdentityProviderName } }) => ({
    id: `${string(IdentityPoolId)}|${string(IdentityProviderName)}`,
    attributes: {},
  }),
};

export const identityPoolKinds: readonly Kind[] = [identityPool, roleAttachment, principalTag];
