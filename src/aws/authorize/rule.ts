/** What an operation asks for before it is carried out, in the words of policies. */
import type { Core } from '../../core/core.ts';
import type { ContextEntries } from '../../core/policies/request.ts';
import type { SignedCaller } from '../operation.ts';

export type Input = Readonly<Record<string, unknown>>;

export interface Call {
  readonly core: Pick<Core, 'directory' | 'store'>;
  readonly caller: SignedCaller;
  readonly input: Input;
}

export interface Asked {
  /** ARNs, or `*` where the action knows no resources. Each must be allowed. */
  readonly resources: readonly string[];
  readonly resourceTags?: Tags | undefined;
  readonly requestTags?: Tags | undefined;
  readonly tagKeys?: readonly string[] | undefined;
  /** Condition keys of the service. */
  readonly own?: ContextEntries;
  /** Roles that are handed to the service: iam:PassRole must be allowed for each. */
  readonly passes?: readonly string[];
  /** Further actions on the same resources. */
  readonly also?: readonly string[];
}

export type Tags = Readonly<Record<string, string>>;

/**
 * `signed`: a right signature is enough. `handler`: the operation decides for itself, because more than the caller's
 * policies takes part. Else what to ask the caller's policies.
 */
export type Rule = 'handler' | 'signed' | ((call: Call) => Asked | Promise<Asked>);

export type Rules = Readonly<Record<string, Rule>>;

export const each = (operations: readonly string[], rule: Rule): Rules =>
  Object.fromEntries(operations.map((operation) => [operation, rule]));

export const NO_RESOURCE: Rule = () => ({ resources: ['*'] });

/** Tags of a pool by its ARN, in which `form` finds the pool's id. */
export const onResourceArn =
  (form: RegExp, tagsOf: (call: Call, poolId: string) => Promise<Tags | undefined>): Rule =>
  async (call) => {
    const arn = textIn(call.input, 'ResourceArn') ?? '';
    const poolId = form.exec(arn)?.[1];
    return {
      resources: [arn],
      resourceTags: poolId === undefined ? undefined : await tagsOf(call, poolId),
      requestTags: tagsIn(call.input['Tags']),
      tagKeys: tagKeysIn(call.input),
    };
  };

export const textIn = (input: Input, member: string): string | undefined => {
  const value = input[member];
  return typeof value === 'string' ? value : undefined;
};

/** `[{ Key, Value }]` or a map. */
export const tagsIn = (value: unknown): Tags | undefined => {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) return value as Tags;
  return Object.fromEntries((value as { Key: string; Value?: string }[]).map(({ Key, Value = '' }) => [Key, Value]));
};

export const tagKeysIn = (input: Input): readonly string[] | undefined =>
  input['TagKeys'] as readonly string[] | undefined;
