/** What every new entity has. */
import type { Core } from '../core.ts';
import { GuardFailed } from '../ports.ts';
import { alreadyExists, noSuchEntity } from './errors.ts';
import { assertQuota, type Quota } from './quotas.ts';
import type { IamEntity, IamKind } from './records.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** IAM user guide, "IAM identifiers", "Unique identifiers". */
const PREFIX: Readonly<Partial<Record<IamKind, string>>> = {
  group: 'AGPA',
  policy: 'ANPA',
  role: 'AROA',
  user: 'AIDA',
};

const newId = ({ random }: Pick<Core, 'random'>, kind: IamKind): string =>
  `${PREFIX[kind] ?? random.string(5, ALPHABET)}${random.string(17, ALPHABET)}`;

const QUOTA: Readonly<Record<IamKind, Quota>> = {
  group: 'GroupsPerAccount',
  'oidc-provider': 'OpenIdConnectProvidersPerAccount',
  policy: 'PoliciesPerAccount',
  role: 'RolesPerAccount',
  'saml-provider': 'SAMLProvidersPerAccount',
  user: 'UsersPerAccount',
};

export interface NewEntity<Kind extends IamKind> {
  readonly kind: Kind;
  readonly account: string;
  readonly name: string;
  readonly path?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

export const commonOf = <Kind extends IamKind>(
  core: Pick<Core, 'clock' | 'random'>,
  { kind, account, name, path = '/', tags = {} }: NewEntity<Kind>,
) => {
  const now = core.clock.now();
  return { kind, account, name, path, id: newId(core, kind), createdAt: now, modifiedAt: now, tags, version: 1 };
};

/**
 * Throws EntityAlreadyExistsException with `taken`, LimitExceededException; NoSuchEntityException where a boundary is
 * gone. Who creates at the same time may get past the quota by a few.
 */
export const insertEntity = async <Entity extends IamEntity>(
  core: Pick<Core, 'store'>,
  entity: Entity,
  taken: string,
): Promise<Entity> => {
  const { account, kind } = entity;
  const counts = await core.store.iam.entityCounts(account);
  assertQuota(QUOTA[kind], (counts.find((each) => each.kind === kind)?.count ?? 0) + 1);
  try {
    await core.store.commit(core.store.iam.insert(entity));
    return entity;
  } catch (error) {
    if (!(error instanceof GuardFailed)) throw error;
    if (error.guard === 'iam.exists') throw alreadyExists(taken);
    if (error.guard === 'iam-target.missing')
      throw noSuchEntity('The policy of the permissions boundary was not found.');
    throw error;
  }
};
