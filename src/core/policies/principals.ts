/**
 * The Principal and NotPrincipal elements, and how closely a policy names who asks, on which it depends what else
 * limits the grant.
 * Source: IAM user guide, "IAM JSON policy elements: Principal", "NotPrincipal", "Policy evaluation logic".
 */
import type { Principal } from './request.ts';

export type PrincipalKind = 'AWS' | 'Federated' | 'Service' | 'CanonicalUser';

export interface PrincipalName {
  readonly kind: PrincipalKind;
  readonly value: string;
}

export interface CompiledPrincipal {
  readonly not: boolean;
  /** Keys of `nameKey`. */
  readonly names: ReadonlySet<string>;
  readonly everybody: boolean;
}

/**
 * How a policy names who asks. `direct`: just this principal, or everybody; `limited`: the role behind a session or the
 * user behind a federated one, so that boundaries and session policies still limit; `account`: the account alone,
 * which leaves the decision to its identity policies.
 */
export type Naming = 'direct' | 'limited' | 'account';

const ROOT = /^arn:[^:]*:iam::(\d{12}):root$/;

/** One spelling for an account: `123456789012` and `arn:aws:iam::123456789012:root`. */
const nameKey = ({ kind, value }: PrincipalName): string => `${kind}:${ROOT.exec(value)?.[1] ?? value}`;

const aws = (value: string): string => nameKey({ kind: 'AWS', value });

export const compilePrincipal = (names: readonly PrincipalName[], not: boolean): CompiledPrincipal => ({
  not,
  names: new Set(names.map(nameKey)),
  everybody: names.some(({ kind, value }) => kind === 'AWS' && value === '*'),
});

/** Undefined: the statement does not speak of this principal. */
export const namingOf = (compiled: CompiledPrincipal, principal: Principal, denies: boolean): Naming | undefined => {
  if (compiled.not) return isExempt(compiled, principal, denies) ? undefined : 'direct';
  if (compiled.everybody && (denies || !isProved(principal))) return 'direct';
  return identitiesOf(principal).find(({ key }) => compiled.names.has(key))?.naming;
};

/** A token or assertion counts only for a role that names its provider: `*` would trust every provider there is. */
const isProved = ({ type }: Principal): boolean => type === 'web-identity' || type === 'saml';

/**
 * A denial spares only who is named with all that stands behind: the account, the role, the session. A grant leaves
 * out who is named by any of these.
 */
const isExempt = (compiled: CompiledPrincipal, principal: Principal, denies: boolean): boolean => {
  if (compiled.everybody) return true;
  const layers = layersOf(principal).map((keys) => keys.some((key) => compiled.names.has(key)));
  return denies ? layers.length > 0 && layers.every(Boolean) : layers.some(Boolean);
};

interface Identity {
  readonly key: string;
  readonly naming: Naming;
}

/** The closest first. */
const identitiesOf = (principal: Principal): Identity[] => {
  switch (principal.type) {
    case 'root':
      return [{ key: aws(principal.account), naming: 'direct' }];
    case 'user':
      return [...as('direct', aws(principal.arn), aws(principal.id)), ...as('account', aws(principal.account))];
    case 'role-session':
      return [
        ...as('direct', aws(principal.arn), aws(`${principal.roleId}:${principal.sessionName}`)),
        ...as('limited', aws(principal.roleArn), aws(principal.roleId), ...federated(principal.provider)),
        ...as('account', aws(principal.account)),
      ];
    case 'federated-user':
      return [
        ...as('direct', aws(principal.arn)),
        ...as('limited', aws(principal.issuerArn)),
        ...as('account', aws(principal.account)),
      ];
    case 'web-identity':
    case 'saml':
      return as('direct', ...federated(principal.provider));
    case 'service':
      return as('direct', nameKey({ kind: 'Service', value: principal.name }));
    case 'anonymous':
      return [];
  }
};

const as = (naming: Naming, ...keys: string[]): Identity[] => keys.map((key) => ({ key, naming }));

const federated = (provider: string | undefined): string[] =>
  provider === undefined ? [] : [nameKey({ kind: 'Federated', value: provider })];

/** What NotPrincipal must name, layer by layer; of a layer one of its keys is enough. */
const layersOf = (principal: Principal): string[][] => {
  const direct = keysAs(principal, 'direct');
  const others = [keysAs(principal, 'limited'), keysAs(principal, 'account')].filter((keys) => keys.length > 0);
  return direct.length === 0 ? others : [direct, ...others];
};

const keysAs = (principal: Principal, naming: Naming): string[] =>
  identitiesOf(principal)
    .filter((identity) => identity.naming === naming)
    .map(({ key }) => key);

const UNIQUE_ID = /^(AIDA|AROA)[A-Z0-9]{12,124}(:.+)?$/;
const ACCOUNT = /^\d{12}$/;
const IAM_ARN = /^arn:[a-z-]+:iam::\d{12}:(root|(user|role)\/[^*?]+)$/;
const STS_ARN = /^arn:[a-z-]+:sts::\d{12}:(assumed-role\/[^/*?]+\/[^/*?]+|federated-user\/[^/*?]+|self)$/;
const PROVIDER_ARN = /^arn:[a-z-]+:iam::\d{12}:(saml-provider|oidc-provider)\/[^*?]+$/;
const HOST = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i;
const CANONICAL_ID = /^[0-9a-f]{64}$/i;

/** Whether such a principal can be. Wildcards within a name are none; `*` alone is everybody. */
export const isPrincipalName = ({ kind, value }: PrincipalName): boolean => {
  switch (kind) {
    case 'AWS':
      return [/^\*$/, ACCOUNT, IAM_ARN, STS_ARN, UNIQUE_ID].some((form) => form.test(value));
    case 'Federated':
      return PROVIDER_ARN.test(value) || HOST.test(value);
    case 'Service':
      return HOST.test(value);
    case 'CanonicalUser':
      return CANONICAL_ID.test(value);
  }
};
