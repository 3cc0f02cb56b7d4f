/** The managed policies of AWS that can be named here. They belong to no account and never change. */
import { createHash } from 'node:crypto';
import {
  findManagedPolicy,
  MANAGED_POLICIES,
  managedPolicyArn,
  managedPolicyText,
  type ManagedPolicy as Published,
} from '../policies/managed/policies.ts';
import type { ManagedPolicy } from './records.ts';

export const managedPolicyOfAws = (arn: string): ManagedPolicy | undefined => {
  const published = findManagedPolicy(arn);
  return published && recordOf(published);
};

/** By name. */
export const managedPoliciesOfAws = (): ManagedPolicy[] =>
  MANAGED_POLICIES.map(recordOf).sort((one, other) => (one.name < other.name ? -1 : 1));

const records = new Map<Published, ManagedPolicy>();

const recordOf = (published: Published): ManagedPolicy => {
  const known = records.get(published) ?? newRecord(published);
  records.set(published, known);
  return known;
};

const newRecord = (published: Published): ManagedPolicy => {
  const { name, path = '/', versionId, description, createdAt, updatedAt } = published;
  const modifiedAt = Date.parse(updatedAt);
  return {
    kind: 'policy',
    account: 'aws',
    name,
    path,
    id: idOf(managedPolicyArn(published)),
    createdAt: Date.parse(createdAt),
    modifiedAt,
    tags: {},
    version: 1,
    description,
    versions: [{ id: versionId, document: managedPolicyText(published), createdAt: modifiedAt }],
    defaultVersion: versionId,
    nextVersion: Number(versionId.slice(1)) + 1,
  };
};

/** The same on every node and for all time. */
const idOf = (arn: string): string =>
  `ANPA${createHash('sha256').update(arn).digest('hex').slice(0, 17).toUpperCase()}`;
