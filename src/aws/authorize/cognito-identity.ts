/**
 * Actions of identity pools.
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon Cognito Identity".
 */
import type { Call, Input, Rules, Tags } from './rule.ts';
import { each, NO_RESOURCE, onResourceArn, tagsIn, textIn } from './rule.ts';

/** They name a pool by IdentityPoolId. */
const OF_POOL = [
  ...['DeleteIdentityPool', 'DescribeIdentityPool', 'GetIdentityPoolRoles', 'GetOpenIdTokenForDeveloperIdentity'],
  ...['GetPrincipalTagAttributeMap', 'ListIdentities', 'LookupDeveloperIdentity', 'MergeDeveloperIdentities'],
  ...['SetIdentityPoolRoles', 'SetPrincipalTagAttributeMap', 'UnlinkDeveloperIdentity', 'UpdateIdentityPool'],
];

const OF_ARN = ['ListTagsForResource', 'TagResource', 'UntagResource'];

/** They name identities, and those only have a pool when one has looked. */
const OF_NOTHING = ['DeleteIdentities', 'DescribeIdentity', 'ListIdentityPools'];

const ARN = /^arn:aws:cognito-identity:[\w-]+:\d{12}:identitypool\/([\w-]+:[\w-]+)$/;

const poolTags = async ({ core, caller }: Call, poolId: string): Promise<Tags | undefined> => {
  const pool = await core.store.identityPools.byId(poolId);
  return pool?.account === caller.account ? pool.settings.tags : undefined;
};

const onPool = async (call: Call) => {
  const { caller, input } = call;
  const poolId = textIn(input, 'IdentityPoolId') ?? '';
  return {
    resources: [`arn:aws:cognito-identity:${caller.region}:${caller.account}:identitypool/${poolId}`],
    resourceTags: await poolTags(call, poolId),
    requestTags: tagsIn(input['IdentityPoolTags']),
    passes: rolesIn(input),
  };
};

interface Mapping {
  readonly RulesConfiguration?: { readonly Rules?: readonly { readonly RoleARN?: string }[] };
}

/** The default roles, and those of mapping rules. */
const rolesIn = (input: Input): readonly string[] => {
  const roles = Object.values((input['Roles'] ?? {}) as Readonly<Record<string, string>>);
  const mappings = Object.values((input['RoleMappings'] ?? {}) as Readonly<Record<string, Mapping>>);
  const ruled = mappings.flatMap(({ RulesConfiguration: { Rules = [] } = {} }) => Rules.map(({ RoleARN }) => RoleARN));
  return [...new Set([...roles, ...ruled])].filter((arn) => arn !== undefined);
};

export const cognitoIdentityRules: Rules = {
  ...each(OF_POOL, onPool),
  ...each(OF_ARN, onResourceArn(ARN, poolTags)),
  ...each(OF_NOTHING, NO_RESOURCE),
  CreateIdentityPool: ({ input }) => ({ resources: ['*'], requestTags: tagsIn(input['IdentityPoolTags']) }),
};
