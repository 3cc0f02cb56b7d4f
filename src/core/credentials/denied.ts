/**
 * A refusal and what it was about. The reasons go to nobody but who may ask for them: they travel sealed, and
 * DecodeAuthorizationMessage opens them.
 * Source: STS API reference, "DecodeAuthorizationMessage".
 */
import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import type { Decision } from '../policies/evaluate.ts';
import type { AccessRequest } from '../policies/request.ts';
import { SealBroken } from '../ports.ts';
import { type Principal, principalArn, principalId } from './principal.ts';

export interface Refusal {
  readonly principal: Principal;
  readonly request: AccessRequest;
  readonly decision: Decision;
}

export class AccessDenied extends ServiceError {
  readonly refusal: Refusal | undefined;

  constructor(message: string, refusal?: Refusal) {
    super('AccessDeniedException', message);
    this.refusal = refusal;
  }
}

/** Longer ones are not taken by DecodeAuthorizationMessage. */
const MAX_LENGTH = 10_240;

/** Undefined where it would be too long. */
export const encodeRefusal = ({ sealer }: Pick<Core, 'sealer'>, refusal: Refusal): string | undefined => {
  const message = sealer.seal('authorization-message', JSON.stringify(describe(refusal)), refusal.principal.account);
  return message.length > MAX_LENGTH ? undefined : message;
};

/** The JSON text; undefined for what is no refusal of this account. */
export const decodeRefusal = (
  { sealer }: Pick<Core, 'sealer'>,
  account: string,
  message: string,
): string | undefined => {
  try {
    return Buffer.from(sealer.open('authorization-message', message, account)).toString();
  } catch (error) {
    if (error instanceof SealBroken) return undefined;
    throw error;
  }
};

const items = <Item>(list: readonly Item[]): { readonly items: readonly Item[] } => ({ items: list });

const describe = ({ principal, request, decision }: Refusal): object => ({
  allowed: false,
  explicitDeny: decision.decision === 'explicitDeny',
  matchedStatements: items(
    decision.matched.map(({ policy, statement }) => ({
      ...(statement.source.sid !== undefined && { statementId: statement.source.sid }),
      effect: statement.denies ? 'DENY' : 'ALLOW',
      sourcePolicyId: policy.id,
    })),
  ),
  failures: items([]),
  context: {
    principal: { id: principalId(principal), arn: principalArn(principal) },
    action: request.action,
    resource: request.resource,
    conditions: items(
      [...request.context].map(([key, values]) => ({ key, values: items(values.map((value) => ({ value }))) })),
    ),
  },
});
