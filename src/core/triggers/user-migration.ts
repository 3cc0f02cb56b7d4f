/** UserMigration: brings a user who is not in the pool along from elsewhere. */
import { type Answer, flag, oneOf, textMap, texts, unrecognizable } from './answer.ts';
import { triggerArn } from './config.ts';
import { metadataOf, type TriggerCaller } from './event.ts';
import { invokeTrigger, type TriggerCore } from './invoke.ts';

export type MigrationSource = 'UserMigration_Authentication' | 'UserMigration_ForgotPassword';

export interface MigratedUser {
  readonly attributes: Readonly<Record<string, string>>;
  readonly status: 'CONFIRMED' | 'RESET_REQUIRED';
  readonly suppressMessage: boolean;
  readonly mediums: readonly ('EMAIL' | 'SMS')[];
  readonly forceAlias: boolean;
  readonly smsMfa: boolean;
}

export const migratesUsers = ({ pool }: Pick<TriggerCaller, 'pool'>): boolean =>
  triggerArn(pool, 'UserMigration') !== undefined;

/**
 * Undefined: the pool has no such trigger. `password`: as typed in; absent for a forgotten one. Throws as
 * `invokeTrigger`, also when the answer brings no attributes.
 */
export const userMigration = async (
  core: TriggerCore,
  caller: TriggerCaller,
  source: MigrationSource,
  userName: string,
  password?: string,
): Promise<MigratedUser | undefined> => {
  const arn = triggerArn(caller.pool, 'UserMigration');
  if (!arn) return undefined;
  const response = await invokeTrigger(core, caller, {
    trigger: 'UserMigration',
    arn,
    source,
    userName,
    request: {
      password: password ?? null,
      validationData: caller.validationData ?? null,
      userAttributes: null,
      ...metadataOf(caller),
    },
    response: {
      userAttributes: null,
      forceAliasCreation: null,
      enableSMSMFA: null,
      finalUserStatus: null,
      messageAction: null,
      desiredDeliveryMediums: null,
    },
  });
  return read(response, source);
};

const read = (response: Answer, source: MigrationSource): MigratedUser => {
  const attributes = textMap(response, 'userAttributes');
  if (!attributes) throw unrecognizable();
  return {
    attributes,
    status: oneOf(response, 'finalUserStatus', ['CONFIRMED', 'RESET_REQUIRED']) ?? STATUS[source],
    suppressMessage: oneOf(response, 'messageAction', ['SUPPRESS', 'RESEND']) === 'SUPPRESS',
    mediums: mediumsOf(response),
    forceAlias: flag(response, 'forceAliasCreation'),
    smsMfa: flag(response, 'enableSMSMFA'),
  };
};

/**
 * Unless the function says otherwise (developer guide, "Migrate user response parameters"): who has shown a password keeps
 * it, who has none sets one.
 */
const STATUS = { UserMigration_Authentication: 'CONFIRMED', UserMigration_ForgotPassword: 'RESET_REQUIRED' } as const;

/** SMS unless the function says otherwise (developer guide, "Migrate user Lambda trigger parameters"). */
const mediumsOf = (response: Answer): MigratedUser['mediums'] => {
  const mediums = texts(response, 'desiredDeliveryMediums') ?? ['SMS'];
  if (!mediums.every((medium) => medium === 'EMAIL' || medium === 'SMS')) throw unrecognizable();
  return mediums as ('EMAIL' | 'SMS')[];
};
