/** Which function a pool names for which trigger (LambdaConfig). */
import type { Pool } from '../pools/pool.ts';

/** Triggers whose LambdaConfig member is a plain ARN. */
export type PlainTrigger =
  | 'CreateAuthChallenge'
  | 'CustomMessage'
  | 'DefineAuthChallenge'
  | 'PostAuthentication'
  | 'PostConfirmation'
  | 'PreAuthentication'
  | 'PreSignUp'
  | 'UserMigration'
  | 'VerifyAuthChallengeResponse';

/** Triggers whose member names the version of the event too. */
export type VersionedTrigger = 'CustomEmailSender' | 'CustomSMSSender' | 'InboundFederation';

export type TriggerName = PlainTrigger | VersionedTrigger | 'PreTokenGeneration';

export type TokenTriggerVersion = 'V1_0' | 'V2_0' | 'V3_0';

interface Versioned {
  readonly LambdaArn?: string;
  readonly LambdaVersion?: string;
}

const member = <Value>({ settings }: Pick<Pool, 'settings'>, name: string): Value | undefined =>
  settings.lambdaConfig[name] as Value | undefined;

/** Whether any function may be called for the pool at all. */
export const hasTriggers = ({ settings }: Pick<Pool, 'settings'>): boolean =>
  Object.keys(settings.lambdaConfig).length > 0;

/** Undefined: the pool has no such trigger. */
export const triggerArn = (pool: Pick<Pool, 'settings'>, name: PlainTrigger): string | undefined =>
  member<string>(pool, name);

export const versionedTriggerArn = (pool: Pick<Pool, 'settings'>, name: VersionedTrigger): string | undefined =>
  member<Versioned>(pool, name)?.LambdaArn;

/** PreTokenGenerationConfig; the older PreTokenGeneration is its twin without a version. */
export const tokenTrigger = (
  pool: Pick<Pool, 'settings'>,
): { readonly arn: string; readonly version: TokenTriggerVersion } | undefined => {
  const versioned = member<Versioned>(pool, 'PreTokenGenerationConfig');
  const arn = versioned?.LambdaArn ?? member<string>(pool, 'PreTokenGeneration');
  if (!arn) return undefined;
  return { arn, version: (versioned?.LambdaVersion ?? 'V1_0') as TokenTriggerVersion };
};

/** The key under which sender triggers get their codes; a pool with such a trigger has one (pools/delivery-rules.ts). */
export const senderKeyArn = (pool: Pick<Pool, 'settings'>): string => member<string>(pool, 'KMSKeyID') ?? '';
