/** A policy document as read: normalised (single values are lists of one), with every fault named. */
import type { ConditionLine } from './conditions.ts';
import type { Span } from './json.ts';
import type { PrincipalName } from './principals.ts';

/**
 * `inline`: of a user, group or role. `managed`: also as a permissions boundary. `session`: passed with AssumeRole and
 * the like. `trust`: of a role. `resource`: of anything else.
 */
export type PolicyKind = 'inline' | 'managed' | 'session' | 'trust' | 'resource';

export type PolicyVersion = '2008-10-17' | '2012-10-17';

export interface PolicyDocument {
  readonly version: PolicyVersion;
  readonly id?: string;
  readonly statements: readonly Statement[];
}

/** `not`: NotAction, NotResource, NotPrincipal. */
export interface Statement {
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  readonly principal?: { readonly not: boolean; readonly names: readonly PrincipalName[] };
  readonly action: { readonly not: boolean; readonly patterns: readonly string[] };
  /** A trust policy has none: its role is meant. */
  readonly resource?: { readonly not: boolean; readonly patterns: readonly string[] };
  readonly conditions: readonly ConditionLine[];
  readonly span: Span;
}

export interface Fault {
  /** In IAM's words. */
  readonly message: string;
  /** Where, for those who repair it: `Statement[1].Action`. */
  readonly path: string;
}
