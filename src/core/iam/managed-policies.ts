/** Policies that stand on their own, with versions. */
import type { Core } from '../core.ts';
import { invalidParameter, ServiceError } from '../errors.ts';
import { parsePolicy } from '../policies/policy.ts';
import { changeFound, deleteFound } from './change.ts';
import { noSuchEntity } from './errors.ts';
import { requirePolicy } from './find.ts';
import { commonOf, insertEntity } from './new-entity.ts';
import type { ManagedPolicy, PolicyVersion } from './records.ts';

type Needs = Pick<Core, 'clock' | 'store'>;

export interface NewPolicy {
  readonly name: string;
  readonly path?: string | undefined;
  readonly document: string;
  readonly description?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** Throws EntityAlreadyExistsException, MalformedPolicyDocumentException, LimitExceededException. */
export const createPolicy = (
  core: Pick<Core, 'clock' | 'random' | 'store'>,
  account: string,
  { document, description, ...given }: NewPolicy,
): Promise<ManagedPolicy> => {
  parsePolicy(document, 'managed');
  const common = commonOf(core, { kind: 'policy', account, ...given });
  const policy: ManagedPolicy = {
    ...common,
    versions: [{ id: 'v1', document, createdAt: common.createdAt }],
    defaultVersion: 'v1',
    nextVersion: 2,
    ...(description !== undefined && { description }),
  };
  return insertEntity(core, policy, `A policy called ${given.name} already exists. Duplicate names are not allowed.`);
};

/** Throws NoSuchEntityException; InvalidParameterException for one of AWS's. */
export const ownPolicy = async (core: Needs, account: string, arn: string): Promise<ManagedPolicy> => {
  if (arn.startsWith('arn:aws:iam::aws:')) {
    throw new ServiceError('InvalidInputException', `ARN ${arn} is not valid: policies of AWS cannot be changed.`);
  }
  return requirePolicy(core, account, arn);
};

export const MAX_VERSIONS = 5;

/** Throws NoSuchEntityException, MalformedPolicyDocumentException, LimitExceededException. */
export const addVersion = async (
  core: Needs,
  account: string,
  arn: string,
  { document, asDefault }: { readonly document: string; readonly asDefault: boolean },
): Promise<{ policy: ManagedPolicy; version: PolicyVersion }> => {
  parsePolicy(document, 'managed');
  const policy = await changeFound(
    core,
    () => ownPolicy(core, account, arn),
    (current) => {
      if (current.versions.length >= MAX_VERSIONS) throw tooManyVersions();
      const version = { id: `v${current.nextVersion}`, document, createdAt: core.clock.now() };
      return {
        ...current,
        versions: [...current.versions, version],
        nextVersion: current.nextVersion + 1,
        defaultVersion: asDefault ? version.id : current.defaultVersion,
      };
    },
  );
  return { policy, version: policy.versions.at(-1) as PolicyVersion };
};

const tooManyVersions = () =>
  new ServiceError(
    'LimitExceededException',
    'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
  );

/** Throws NoSuchEntityException. */
export const versionOf = (policy: ManagedPolicy, arn: string, id: string): PolicyVersion => {
  const version = policy.versions.find((one) => one.id === id);
  if (version === undefined) throw noSuchEntity(`Policy ${arn} version ${id} does not exist or is not attachable.`);
  return version;
};

/** Throws NoSuchEntityException. */
export const setDefaultVersion = async (core: Needs, account: string, arn: string, id: string): Promise<void> => {
  await changeFound(
    core,
    () => ownPolicy(core, account, arn),
    (current) => ({ ...current, defaultVersion: versionOf(current, arn, id).id }),
  );
};

/** Throws NoSuchEntityException, DeleteConflictException. */
export const deleteVersion = async (core: Needs, account: string, arn: string, id: string): Promise<void> => {
  await changeFound(
    core,
    () => ownPolicy(core, account, arn),
    (current) => {
      versionOf(current, arn, id);
      if (current.defaultVersion === id) throw conflict('Cannot delete the default version of a policy.');
      return { ...current, versions: current.versions.filter((one) => one.id !== id) };
    },
  );
};

/** Throws NoSuchEntityException, DeleteConflictException. */
export const deletePolicy = (core: Needs, account: string, arn: string): Promise<void> =>
  deleteFound(
    core,
    () => ownPolicy(core, account, arn),
    async (policy) => {
      if (await isUsed(core, account, arn)) throw conflict('Cannot delete a policy attached to entities.');
      if (policy.versions.length > 1) throw conflict(SEVERAL_VERSIONS);
    },
  );

const SEVERAL_VERSIONS =
  "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The " +
  'default version is deleted with the policy.';

const conflict = (message: string) => new ServiceError('DeleteConflictException', message);

const isUsed = async (core: Pick<Core, 'store'>, account: string, arn: string): Promise<boolean> => {
  const uses = await Promise.all(
    (['attached', 'boundary'] as const).map((link) => core.store.iam.linked(account, link, arn, { limit: 1 })),
  );
  return uses.some((found) => found.length > 0);
};

export const defaultDocument = (policy: ManagedPolicy): string =>
  policy.versions.find(({ id }) => id === policy.defaultVersion)?.document ?? missingDefault();

const missingDefault = (): never => {
  throw invalidParameter('The policy has no default version.');
};
