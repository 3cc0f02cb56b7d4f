/** Tags of a pool by its ARN; the same ones that UserPoolTags shows. */
import type { Core } from '../core.ts';
import { invalidParameter, poolNotFound } from '../errors.ts';
import { retryOn, tooManyWriters } from '../retry.ts';
import { type Owner, storedPool } from './owned-pool.ts';
import { tagsProblem } from './rules.ts';
import { storePool } from './update.ts';

/** As policies are asked about it: of no other partition. */
const ARN = /^arn:aws:cognito-idp:([\w-]+):(\d{12}):userpool\/([\w-]+_[0-9a-zA-Z]+)$/;

/** Throws InvalidParameterException for what is no pool's ARN, ResourceNotFoundException for another owner's. */
export const poolIdOf = (owner: Owner, arn: string): string => {
  const [, region, account, poolId] = ARN.exec(arn) ?? [];
  if (poolId === undefined) throw invalidParameter(`Invalid user pool ARN: ${arn}`);
  if (region !== owner.region || account !== owner.account) throw poolNotFound(poolId);
  return poolId;
};

type Tags = Readonly<Record<string, string>>;

/** Throws ResourceNotFoundException, InvalidParameterException (too many tags, reserved names). */
export const changeTags = (
  core: Pick<Core, 'store' | 'clock' | 'directory'>,
  poolId: string,
  owner: Owner,
  change: (tags: Tags) => Record<string, string>,
): Promise<void> =>
  retryOn('pool.changed', tooManyWriters, async () => {
    const pool = await storedPool(core, owner, poolId);
    const tags = change(pool.settings.tags);
    const problem = tagsProblem(tags);
    if (problem !== undefined) throw invalidParameter(problem);
    const settings = { ...pool.settings, tags };
    await storePool(core, { ...pool, settings });
  });
