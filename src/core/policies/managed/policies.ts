/**
 * AWS managed policies that people who use Cognito attach by name. Facts: names, versions and documents as AWS publishes
 * them in its managed policy reference.
 */
import { ACCESS } from './access.ts';
import { COGNITO } from './cognito.ts';

export interface ManagedPolicy {
  readonly name: string;
  /** `/` unless said. */
  readonly path?: string;
  /** `v9` */
  readonly versionId: string;
  readonly description: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly statements: readonly ManagedStatement[];
}

/** As on the wire: these are documents, and are printed as such. */
export interface ManagedStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow';
  readonly Action?: string | readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export const MANAGED_POLICIES: readonly ManagedPolicy[] = [...ACCESS, ...COGNITO];

/** `arn:aws:iam::aws:policy/AdministratorAccess` */
export const managedPolicyArn = ({ path = '/', name }: ManagedPolicy): string =>
  `arn:aws:iam::aws:policy${path}${name}`;

export const managedPolicyText = ({ statements }: ManagedPolicy): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

const BY_ARN = new Map(MANAGED_POLICIES.map((policy) => [managedPolicyArn(policy), policy]));

export const findManagedPolicy = (arn: string): ManagedPolicy | undefined => BY_ARN.get(arn);
