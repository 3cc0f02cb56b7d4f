/**
 * Which role an identity takes on. Source: developer guide, "Using role-based access control"; API reference,
 * GetCredentialsForIdentity, RoleMapping.
 */
import { notAuthorized, type ServiceError } from '../errors.ts';
import { claimValues } from './claim.ts';
import { invalidRoles } from './errors.ts';
import type { ProvedLogin } from './proved-login.ts';
import type { IdentityPool, MappingRule, RoleMapping } from './records.ts';

type Claims = ProvedLogin['claims'];

/** Without logins: the guests' role. Throws NotAuthorizedException, InvalidIdentityPoolConfigurationException. */
export const chooseRole = (
  { roles }: IdentityPool,
  { logins, guest, custom }: { logins: readonly ProvedLogin[]; guest: boolean; custom: string | undefined },
): string => {
  if (guest) return roleOr(roles?.unauthenticated, custom);
  const mappings = roles?.mappings ?? {};
  for (const { names, claims } of logins) {
    const name = names.find((each) => Object.hasOwn(mappings, each));
    const mapping = name === undefined ? undefined : mappings[name];
    if (mapping) return chosen(mapping, claims, custom) ?? ambiguous(mapping, roles?.authenticated);
  }
  return roleOr(roles?.authenticated, custom);
};

/** Where nothing is mapped there is nothing to choose from but the role itself. */
const roleOr = (role: string | undefined, custom: string | undefined): string => {
  if (custom !== undefined && custom !== role) throw customRefused();
  return required(role);
};

const required = (role: string | undefined): string => {
  if (role === undefined) throw invalidRoles();
  return role;
};

const customRefused = (): ServiceError => notAuthorized('Requested role is not authorized for this identity.');

/** Undefined: the token does not decide. */
const chosen = (mapping: RoleMapping, claims: Claims, custom: string | undefined): string | undefined => {
  const { preferred, allowed } = mapping.type === 'Token' ? ofToken(claims) : ofRules(mapping.rules ?? [], claims);
  if (custom === undefined) return preferred;
  if (!allowed.includes(custom)) throw customRefused();
  return custom;
};

interface Offered {
  readonly preferred: string | undefined;
  /** Any of these may be asked for. */
  readonly allowed: readonly string[];
}

const SAML_ROLES = 'https://aws.amazon.com/SAML/Attributes/Role';

const ofToken = (claims: Claims): Offered => {
  const allowed = [...claimValues(claims, 'cognito:roles').flatMap((list) => list.split(',')), ...samlRoles(claims)];
  const [preferred] = claimValues(claims, 'cognito:preferred_role');
  return { preferred: preferred ?? (allowed.length === 1 ? allowed[0] : undefined), allowed };
};

/** Pairs of a role's ARN and the provider's, in either order. */
const samlRoles = (claims: Claims): string[] =>
  claimValues(claims, SAML_ROLES).flatMap((pair) => pair.split(',').filter((arn) => arn.includes(':role/')));

const ofRules = (rules: readonly MappingRule[], claims: Claims): Offered => {
  const allowed = rules.filter((rule) => matches(rule, claimValues(claims, rule.claim))).map(({ roleArn }) => roleArn);
  return { preferred: allowed[0], allowed };
};

/** A claim that is not there matches nothing, not even NotEqual. */
const matches = ({ match, value }: MappingRule, values: readonly string[]): boolean => {
  switch (match) {
    case 'Equals':
      return values.includes(value);
    case 'NotEqual':
      return values.length > 0 && !values.includes(value);
    case 'StartsWith':
      return values.some((each) => each.startsWith(value));
    case 'Contains':
      return values.some((each) => each.includes(value));
  }
};

const ambiguous = (mapping: RoleMapping, authenticated: string | undefined): string => {
  if (mapping.ambiguous === 'AuthenticatedRole') return required(authenticated);
  throw notAuthorized('The ambiguous role mapping rules denied this request.');
};
