/** Tags of an identity pool by its ARN; the same ones that IdentityPoolTags shows. */
import type { Core } from '../core.ts';
import { invalidParameter } from '../errors.ts';
import type { Owner } from '../pools/owned-pool.ts';
import { identityPoolNotFound } from './errors.ts';
import type { IdentityPool } from './records.ts';
import { checkTags } from './settings.ts';
import { changeIdentityPool } from './write.ts';

/** As policies are asked about it: of no other partition. */
const ARN = /^arn:aws:cognito-identity:([\w-]+):(\d{12}):identitypool\/([\w-]+:[0-9a-f-]+)$/;

/** Throws InvalidParameterException for what is no such ARN, ResourceNotFoundException for another owner's. */
export const identityPoolIn = (owner: Owner, arn: string): string => {
  const [, region, account, id] = ARN.exec(arn) ?? [];
  if (id === undefined) throw invalidParameter(`Invalid identity pool ARN: ${arn}`);
  if (region !== owner.region || account !== owner.account) throw identityPoolNotFound(id);
  return id;
};

type Tags = IdentityPool['settings']['tags'];

/** Throws ResourceNotFoundException, InvalidParameterException. */
export const changeIdentityPoolTags = async (
  core: Pick<Core, 'clock' | 'store'>,
  owner: Owner,
  id: string,
  change: (tags: Tags) => Tags,
): Promise<void> => {
  await changeIdentityPool(core, owner, id, (pool) => {
    const tags = change(pool.settings.tags);
    checkTags(tags);
    return { ...pool, settings: { ...pool.settings, tags } };
  });
};
