/** InboundFederation: reshapes what an identity provider says of a person before it is mapped to attributes. */
import { textMap } from './answer.ts';
import { versionedTriggerArn } from './config.ts';
import type { TriggerCaller } from './event.ts';
import { invokeTrigger, type TriggerCore } from './invoke.ts';

export interface InboundIdentity {
  readonly username: string;
  readonly providerName: string;
  readonly providerType: string;
  /** Whichever the provider has given. */
  readonly attributes: {
    readonly tokenResponse?: Readonly<Record<string, string>>;
    readonly idToken?: Readonly<Record<string, string>>;
    readonly userInfo?: Readonly<Record<string, string>>;
    readonly samlResponse?: Readonly<Record<string, string>>;
  };
}

/**
 * The attributes to map in place of the provider's; undefined where they stand as they are: without such a trigger, and
 * when the function answers none. Throws as `invokeTrigger`.
 */
export const inboundFederation = async (
  core: TriggerCore,
  caller: TriggerCaller,
  { username: userName, providerName, providerType, attributes }: InboundIdentity,
): Promise<Record<string, string> | undefined> => {
  const arn = versionedTriggerArn(caller.pool, 'InboundFederation');
  if (!arn) return undefined;
  const response = await invokeTrigger(core, caller, {
    trigger: 'InboundFederation',
    arn,
    source: 'InboundFederation_ExternalProvider',
    userName,
    request: { providerName, providerType, attributes },
    response: { userAttributesToMap: {} },
  });
  const map = textMap(response, 'userAttributesToMap') ?? {};
  return Object.keys(map).length > 0 ? map : undefined;
};
