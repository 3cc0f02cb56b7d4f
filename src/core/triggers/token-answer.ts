/** What PreTokenGeneration answers, read. */
import type { ClaimChanges, GroupChanges, ScopeChanges, TokenChanges } from '../tokens/customize.ts';
import { type Answer, object, text, textMap, texts, unrecognizable } from './answer.ts';

const NO_CLAIMS: ClaimChanges = { set: {}, suppress: [] };
const NO_SCOPES: ScopeChanges = { add: [], suppress: [] };

/** `claimsOverrideDetails`: claims are text. Throws InvalidLambdaResponseException. */
export const readVersion1 = (response: Answer): TokenChanges => {
  const details = object(response, 'claimsOverrideDetails') ?? {};
  return {
    id: { set: textMap(details, 'claimsToAddOrOverride') ?? {}, suppress: texts(details, 'claimsToSuppress') ?? [] },
    access: NO_CLAIMS,
    scopes: NO_SCOPES,
    groups: groupsOf(details),
  };
};

/** `claimsAndScopeOverrideDetails`: claims are any JSON. Throws InvalidLambdaResponseException. */
export const readVersion2 = (response: Answer): TokenChanges => {
  const details = object(response, 'claimsAndScopeOverrideDetails') ?? {};
  const access = object(details, 'accessTokenGeneration') ?? {};
  return {
    id: claimsOf(object(details, 'idTokenGeneration') ?? {}),
    access: claimsOf(access),
    scopes: { add: scopesOf(access, 'scopesToAdd'), suppress: scopesOf(access, 'scopesToSuppress') },
    groups: groupsOf(details),
  };
};

const claimsOf = (generation: Answer): ClaimChanges => ({
  set: object(generation, 'claimsToAddOrOverride') ?? {},
  suppress: texts(generation, 'claimsToSuppress') ?? [],
});

/** A scope-token of RFC 6749, section 3.3: one with a space in it would be two. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

const scopesOf = (generation: Answer, name: string): string[] => {
  const scopes = texts(generation, name) ?? [];
  if (!scopes.every((scope) => SCOPE.test(scope))) throw unrecognizable();
  return scopes;
};

/** Left out: groups stay. Null or empty: no groups (developer guide, "Pre token generation response parameters"). */
const groupsOf = (details: Answer): GroupChanges | undefined => {
  if (details['groupOverrideDetails'] === undefined) return undefined;
  const groups = object(details, 'groupOverrideDetails') ?? {};
  return {
    names: texts(groups, 'groupsToOverride') ?? [],
    roles: texts(groups, 'iamRolesToOverride') ?? [],
    preferredRole: text(groups, 'preferredRole'),
  };
};
