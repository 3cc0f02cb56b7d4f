/** The roles of an identity pool. Source: API reference, SetIdentityPoolRoles, RoleMapping. */
import type { Core } from '../core.ts';
import { invalidParameter, notAuthorized } from '../errors.ts';
import type { Owner } from '../pools/owned-pool.ts';
import { concurrentModification } from '../retry.ts';
import type { IdentityPoolRoles, RoleMapping } from './records.ts';
import { changeIdentityPool } from './write.ts';

const MAX_RULES = 25;
/** Stores that give credentials have partitions of their own, and no accounts. */
const ROLE_ARN = /^arn:[\w-]+:iam::\d*:role\/\S+$/;

/** Replaces them as a whole. Throws ResourceNotFoundException, InvalidParameterException, NotAuthorizedException. */
export const setIdentityPoolRoles = async (
  core: Pick<Core, 'clock' | 'foreignSts' | 'store'>,
  owner: Owner,
  poolId: string,
  roles: IdentityPoolRoles,
): Promise<void> => {
  for (const arn of [roles.authenticated, roles.unauthenticated]) if (arn !== undefined) checkArn(arn);
  for (const [provider, mapping] of Object.entries(roles.mappings)) checkMapping(provider, mapping);
  if (core.foreignSts.endpointOf(poolId) === undefined) assertOwnRoles(owner, roles);
  await changeIdentityPool(core, owner, poolId, (pool) => ({ ...pool, roles }), concurrentModification);
};

/** Roles of whoever else gives the credentials are for them to judge. */
const assertOwnRoles = ({ account }: Owner, { authenticated, unauthenticated, mappings }: IdentityPoolRoles): void => {
  const ruled = Object.values(mappings).flatMap(({ rules = [] }) => rules.map(({ roleArn }) => roleArn));
  const foreign = [authenticated, unauthenticated, ...ruled].find(
    (arn) => arn !== undefined && !arn.startsWith(`arn:aws:iam::${account}:role/`),
  );
  if (foreign !== undefined) throw notAuthorized(`Access to Role '${foreign}' is forbidden.`);
};

const checkMapping = (provider: string, { type, ambiguous, rules }: RoleMapping): void => {
  if (ambiguous === undefined) throw invalidParameter(`AmbiguousRoleResolution is required for ${provider}.`);
  if (type === 'Rules' && rules === undefined) {
    throw invalidParameter(`RulesConfiguration is required for ${provider}, whose type is Rules.`);
  }
  if (type === 'Token' && rules !== undefined) {
    throw invalidParameter(`RulesConfiguration cannot be given for ${provider}, whose type is Token.`);
  }
  if (rules !== undefined && rules.length > MAX_RULES) {
    throw invalidParameter(`${provider} has more than ${MAX_RULES} rules.`);
  }
  for (const { roleArn } of rules ?? []) checkArn(roleArn);
};

const checkArn = (arn: string): void => {
  if (!ROLE_ARN.test(arn)) throw invalidParameter(`Invalid role ARN: ${arn}`);
};
