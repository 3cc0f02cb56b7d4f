/**
 * Actions of IAM. What is there is named as it is written, with its path, whatever capitals the request has.
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Identity and Access
 * Management (IAM)"; for lists the resources that the real service names in its denials.
 */
import type { Holder } from '../../core/iam/find.ts';
import { entityArn, type IamEntities, type IamKind } from '../../core/iam/records.ts';
import type { ContextEntries } from '../../core/policies/request.ts';
import type { Asked, Call, Rule, Rules } from './rule.ts';
import { each, NO_RESOURCE, tagKeysIn, tagsIn, textIn } from './rule.ts';

const OF_USER = [
  ...['AttachUserPolicy', 'DeleteUser', 'DeleteUserPermissionsBoundary', 'DeleteUserPolicy', 'DetachUserPolicy'],
  ...['GetUserPolicy', 'ListAttachedUserPolicies', 'ListGroupsForUser', 'ListUserPolicies', 'ListUserTags'],
  ...['PutUserPermissionsBoundary', 'PutUserPolicy', 'TagUser', 'UntagUser', 'UpdateUser'],
];

/** They are about the caller where they name no user. */
const OF_USER_OR_SELF = [
  ...['ChangePassword', 'CreateAccessKey', 'CreateLoginProfile', 'DeactivateMFADevice', 'DeleteAccessKey'],
  ...['DeleteLoginProfile', 'DeleteSSHPublicKey', 'DeleteServiceSpecificCredential', 'DeleteSigningCertificate'],
  ...['EnableMFADevice', 'GetLoginProfile', 'GetSSHPublicKey', 'GetUser', 'ListAccessKeys', 'ListMFADevices'],
  ...['ListSSHPublicKeys', 'ListServiceSpecificCredentials', 'ListSigningCertificates', 'UpdateAccessKey'],
  ...['UpdateLoginProfile', 'UpdateSSHPublicKey', 'UpdateSigningCertificate', 'UploadSSHPublicKey'],
  ...['UploadSigningCertificate'],
];

const OF_GROUP = [
  ...['AddUserToGroup', 'AttachGroupPolicy', 'DeleteGroup', 'DeleteGroupPolicy', 'DetachGroupPolicy', 'GetGroup'],
  ...['GetGroupPolicy', 'ListAttachedGroupPolicies', 'ListGroupPolicies', 'PutGroupPolicy', 'RemoveUserFromGroup'],
  ...['UpdateGroup'],
];

const OF_ROLE = [
  ...['AttachRolePolicy', 'DeleteRole', 'DeleteRolePermissionsBoundary', 'DeleteRolePolicy', 'DetachRolePolicy'],
  ...['GetRole', 'GetRolePolicy', 'ListAttachedRolePolicies', 'ListInstanceProfilesForRole', 'ListRolePolicies'],
  ...['ListRoleTags', 'PutRolePermissionsBoundary', 'PutRolePolicy', 'TagRole', 'UntagRole'],
  ...['UpdateAssumeRolePolicy', 'UpdateRole', 'UpdateRoleDescription'],
];

const OF_POLICY = [
  ...['CreatePolicyVersion', 'DeletePolicy', 'DeletePolicyVersion', 'GetPolicy', 'GetPolicyVersion'],
  ...['ListEntitiesForPolicy', 'ListPolicyTags', 'ListPolicyVersions', 'SetDefaultPolicyVersion', 'TagPolicy'],
  ...['UntagPolicy'],
];

const OF_OIDC_PROVIDER = [
  ...['AddClientIDToOpenIDConnectProvider', 'DeleteOpenIDConnectProvider', 'GetOpenIDConnectProvider'],
  ...['ListOpenIDConnectProviderTags', 'RemoveClientIDFromOpenIDConnectProvider', 'TagOpenIDConnectProvider'],
  ...['UntagOpenIDConnectProvider', 'UpdateOpenIDConnectProviderThumbprint'],
];

const OF_SAML_PROVIDER = [
  ...['DeleteSAMLProvider', 'GetSAMLProvider', 'ListSAMLProviderTags', 'TagSAMLProvider', 'UntagSAMLProvider'],
  ...['UpdateSAMLProvider'],
];

const OF_NOTHING = [
  ...['CreateAccountAlias', 'DeleteAccountAlias', 'DeleteAccountPasswordPolicy', 'GenerateCredentialReport'],
  ...['GetAccountAuthorizationDetails', 'GetAccountPasswordPolicy', 'GetAccountSummary'],
  ...['GetContextKeysForCustomPolicy', 'GetCredentialReport', 'ListAccountAliases', 'ListVirtualMFADevices'],
  ...['SimulateCustomPolicy', 'UpdateAccountPasswordPolicy'],
];

type Found = IamEntities[IamKind];

interface Named {
  readonly kind: IamKind;
  readonly name: string;
  readonly path?: string | undefined;
}

const arnOf = ({ caller: { account } }: Call, { kind, name, path = '/' }: Named): string =>
  entityArn({ account, kind, name, path });

const onEntity = ({ input }: Call, arns: readonly string[], found: Found | undefined): Asked => ({
  resources: arns,
  resourceTags: found?.tags,
  requestTags: tagsIn(input['Tags']),
  tagKeys: tagKeysIn(input),
  own: iamKeys(input, found),
});

const iamKeys = (input: Call['input'], found: Found | undefined): ContextEntries => [
  ['iam:PolicyARN', textIn(input, 'PolicyArn')],
  ['iam:PermissionsBoundary', textIn(input, 'PermissionsBoundary') ?? boundaryOf(found)],
  ...Object.entries(found?.tags ?? {}).map(([key, value]) => [`iam:ResourceTag/${key}`, value] as const),
];

const boundaryOf = (found: Found | undefined): string | undefined =>
  found?.kind === 'user' || found?.kind === 'role' ? found.boundary : undefined;

/** By name; of one that changes its name or path, the new ARN as well. */
const byName =
  (kind: Holder, nameOf: (call: Call) => string | undefined): Rule =>
  async (call) => {
    const { core, caller, input } = call;
    const given = nameOf(call) ?? '';
    const found: Found | undefined = await core.store.iam.find(caller.account, kind, given);
    const { name, path } = found ?? { name: given, path: '/' };
    const moved = { kind, name: textIn(input, NEW_NAMES[kind]) ?? name, path: textIn(input, 'NewPath') ?? path };
    const arns = [arnOf(call, { kind, name, path }), arnOf(call, moved)];
    return onEntity(call, [...new Set(arns)], found);
  };

const NEW_NAMES = { group: 'NewGroupName', role: 'NewRoleName', user: 'NewUserName' } as const;

const member =
  (name: string) =>
  ({ input }: Call) =>
    textIn(input, name);

const userOrSelf = ({ input, caller: { principal } }: Call): string | undefined =>
  textIn(input, 'UserName') ?? (principal.kind === 'user' ? principal.name : undefined);

/** What is to be made; with tags, by those alone who may tag. */
const created =
  (kind: keyof typeof TAGGING, nameOf: (call: Call) => string | undefined): Rule =>
  (call) => {
    const name = nameOf(call) ?? '';
    const asked = onEntity(call, [arnOf(call, { kind, name, path: textIn(call.input, 'Path') })], undefined);
    const hasTags = Object.keys(asked.requestTags ?? {}).length > 0;
    return { ...asked, also: hasTags ? TAGGING[kind] : [] };
  };

/** IAM user guide, "Tag IAM roles", "Permissions required for tagging IAM roles", and so for the others. */
const TAGGING = {
  group: [],
  'oidc-provider': ['iam:TagOpenIDConnectProvider'],
  policy: ['iam:TagPolicy'],
  role: ['iam:TagRole'],
  'saml-provider': ['iam:TagSAMLProvider'],
  user: ['iam:TagUser'],
} as const;

/** By ARN. A provider's name has no capitals of its own, so its ARN is that of the record. */
const byArn =
  (kind: 'oidc-provider' | 'policy' | 'saml-provider', memberName: string): Rule =>
  async (call) => {
    const { core, caller, input } = call;
    const arn = textIn(input, memberName) ?? '';
    const prefix = `arn:aws:iam::${caller.account}:${kind}/`;
    const name = arn.startsWith(prefix) ? arn.slice(prefix.length) : undefined;
    const plain = kind === 'policy' ? name?.split('/').at(-1) : name;
    const found: Found | undefined =
      plain === undefined ? undefined : await core.store.iam.find(caller.account, kind, plain);
    return onEntity(call, [found ? entityArn(found) : arn], found);
  };

/** As IAM writes it. */
const providerName = ({ input }: Call): string => {
  const url = textIn(input, 'Url') ?? '';
  const parsed = URL.parse(url);
  return parsed ? `${parsed.host}${parsed.pathname}`.replace(/\/$/, '') : url;
};

const listed =
  (kind: string): Rule =>
  ({ caller, input }) => ({
    resources: [`arn:aws:iam::${caller.account}:${kind}${textIn(input, 'PathPrefix') ?? '/'}`],
  });

/** A key is its user's. */
const ofKey: Rule = async (call) => {
  const { core, caller, input } = call;
  const key = await core.store.accessKeys.byId(textIn(input, 'AccessKeyId') ?? '');
  const userId = key?.account === caller.account ? key.userId : undefined;
  const user = userId === undefined ? undefined : await core.store.iam.byId(caller.account, 'user', userId);
  return onEntity(call, [user ? entityArn(user) : `arn:aws:iam::${caller.account}:user/*`], user);
};

const ofSource: Rule = ({ input }) => ({ resources: [textIn(input, 'PolicySourceArn') ?? ''] });

export const iamRules: Rules = {
  ...each(OF_USER, byName('user', member('UserName'))),
  ...each(OF_USER_OR_SELF, byName('user', userOrSelf)),
  ...each(OF_GROUP, byName('group', member('GroupName'))),
  ...each(OF_ROLE, byName('role', member('RoleName'))),
  ...each(OF_POLICY, byArn('policy', 'PolicyArn')),
  ...each(OF_OIDC_PROVIDER, byArn('oidc-provider', 'OpenIDConnectProviderArn')),
  ...each(OF_SAML_PROVIDER, byArn('saml-provider', 'SAMLProviderArn')),
  ...each(OF_NOTHING, NO_RESOURCE),
  CreateGroup: created('group', member('GroupName')),
  CreateOpenIDConnectProvider: created('oidc-provider', providerName),
  CreatePolicy: created('policy', member('PolicyName')),
  CreateRole: created('role', member('RoleName')),
  CreateSAMLProvider: created('saml-provider', member('Name')),
  CreateUser: created('user', member('UserName')),
  GetAccessKeyLastUsed: ofKey,
  GetContextKeysForPrincipalPolicy: ofSource,
  ListGroups: listed('group'),
  ListInstanceProfiles: listed('instance-profile'),
  ListOpenIDConnectProviders: ({ caller }) => ({ resources: [`arn:aws:iam::${caller.account}:oidc-provider/*`] }),
  ListPolicies: ({ input }) => ({ resources: [`policy path ${textIn(input, 'PathPrefix') ?? '/'}`] }),
  ListRoles: listed('role'),
  ListServerCertificates: listed('server-certificate'),
  ListSAMLProviders: ({ caller }) => ({ resources: [`arn:aws:iam::${caller.account}:saml-provider/*`] }),
  ListUsers: listed('user'),
  SimulatePrincipalPolicy: ofSource,
};
