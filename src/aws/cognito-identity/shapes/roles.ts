/** Roles and role mappings between the wire and the core. */
import type { RoleMapping as WireMapping } from '@aws-sdk/client-cognito-identity';
import type { IdentityPoolRoles, RoleMapping } from '../../../core/identity-pools/records.ts';

interface Members {
  readonly Roles?: Readonly<Record<string, string>> | undefined;
  readonly RoleMappings?: Readonly<Record<string, WireMapping>> | undefined;
}

export const rolesOf = ({ Roles = {}, RoleMappings = {} }: Members): IdentityPoolRoles => ({
  ...(Roles['authenticated'] !== undefined && { authenticated: Roles['authenticated'] }),
  ...(Roles['unauthenticated'] !== undefined && { unauthenticated: Roles['unauthenticated'] }),
  mappings: Object.fromEntries(Object.entries(RoleMappings).map(([provider, each]) => [provider, mappingOf(each)])),
});

const mappingOf = ({ Type, AmbiguousRoleResolution, RulesConfiguration }: WireMapping): RoleMapping => ({
  type: Type ?? 'Token',
  ...(AmbiguousRoleResolution !== undefined && { ambiguous: AmbiguousRoleResolution }),
  ...(RulesConfiguration !== undefined && {
    rules: (RulesConfiguration.Rules ?? []).map(({ Claim = '', MatchType = 'Equals', Value = '', RoleARN = '' }) => ({
      claim: Claim,
      match: MatchType,
      value: Value,
      roleArn: RoleARN,
    })),
  }),
});

export const wireRoles = ({ authenticated, unauthenticated, mappings }: IdentityPoolRoles) => ({
  Roles: {
    ...(authenticated !== undefined && { authenticated }),
    ...(unauthenticated !== undefined && { unauthenticated }),
  },
  RoleMappings:
    Object.keys(mappings).length > 0
      ? Object.fromEntries(Object.entries(mappings).map(([provider, each]) => [provider, wireMapping(each)]))
      : undefined,
});

const wireMapping = ({ type, ambiguous, rules }: RoleMapping): WireMapping => ({
  Type: type,
  AmbiguousRoleResolution: ambiguous,
  ...(rules !== undefined && {
    RulesConfiguration: {
      Rules: rules.map(({ claim, match, value, roleArn }) => ({
        Claim: claim,
        MatchType: match,
        Value: value,
        RoleARN: roleArn,
      })),
    },
  }),
});
