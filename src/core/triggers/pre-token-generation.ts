/**
 * PreTokenGeneration: adds, overrides and suppresses claims, scopes and groups of the tokens that are about to be
 * minted. V1_0 speaks of the ID token, V2_0 of both tokens, V3_0 of client-credentials grants too. What may be changed
 * at all tokens/customize.ts knows.
 */
import type { Group } from '../groups/group.ts';
import { preferredRole } from '../groups/preferred-role.ts';
import type { TokenChanges } from '../tokens/customize.ts';
import type { User } from '../users/user.ts';
import { type TokenTriggerVersion, tokenTrigger } from './config.ts';
import { eventAttributes, metadataOf, type TriggerCaller } from './event.ts';
import { invokeTrigger, type TriggerCore } from './invoke.ts';
import { readVersion1, readVersion2 } from './token-answer.ts';

export type TokenSource =
  | 'TokenGeneration_Authentication'
  | 'TokenGeneration_AuthenticateDevice'
  | 'TokenGeneration_HostedAuth'
  | 'TokenGeneration_NewPasswordChallenge'
  | 'TokenGeneration_RefreshTokens';

export interface TokenRequest {
  readonly user: User;
  /** By precedence. */
  readonly groups: readonly Group[];
  readonly scopes: readonly string[];
}

/** Undefined: the pool has no such trigger. Throws as `invokeTrigger`. */
export const preTokenGeneration = async (
  core: TriggerCore,
  caller: TriggerCaller,
  source: TokenSource,
  { user, groups, scopes }: TokenRequest,
): Promise<TokenChanges | undefined> => {
  const trigger = tokenTrigger(caller.pool);
  if (!trigger) return undefined;
  return ask(core, caller, trigger, source, user.username, {
    userAttributes: eventAttributes(user),
    groupConfiguration: {
      groupsToOverride: groups.map(({ name }) => name),
      iamRolesToOverride: [...new Set(groups.flatMap(({ roleArn }) => roleArn ?? []))],
      preferredRole: preferredRole(groups) ?? null,
    },
    ...(trigger.version !== 'V1_0' && { scopes }),
    ...metadataOf(caller),
  });
};

/**
 * For a client that acts on its own behalf. Only V3_0 hears of those; the event has no user, so its userName is the
 * client's id.
 */
export const preClientTokenGeneration = async (
  core: TriggerCore,
  caller: TriggerCaller & { readonly client: { readonly id: string } },
  scopes: readonly string[],
): Promise<TokenChanges | undefined> => {
  const trigger = tokenTrigger(caller.pool);
  if (trigger?.version !== 'V3_0') return undefined;
  return ask(core, caller, trigger, 'TokenGeneration_ClientCredentials', caller.client.id, {
    userAttributes: {},
    groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
    scopes,
    ...metadataOf(caller),
  });
};

const VERSIONS: Readonly<Record<TokenTriggerVersion, string>> = { V1_0: '1', V2_0: '2', V3_0: '3' };

const ask = async (
  core: TriggerCore,
  caller: TriggerCaller,
  { arn, version }: { readonly arn: string; readonly version: TokenTriggerVersion },
  source: string,
  userName: string,
  request: object,
): Promise<TokenChanges> => {
  const first = version === 'V1_0';
  const response = await invokeTrigger(core, caller, {
    trigger: 'PreTokenGeneration',
    arn,
    source,
    userName,
    version: VERSIONS[version],
    request,
    response: first ? { claimsOverrideDetails: null } : { claimsAndScopeOverrideDetails: null },
  });
  return first ? readVersion1(response) : readVersion2(response);
};
