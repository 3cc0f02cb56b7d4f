/** Tags of entities. Keys differ whatever their capitals. */
import type { Core } from '../core.ts';
import { changeFound } from './change.ts';
import { invalidInput } from './errors.ts';
import { assertQuota } from './quotas.ts';
import type { IamEntity } from './records.ts';

export type Tags = Readonly<Record<string, string>>;

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Throws InvalidInputException for a key that comes twice or is AWS's own. */
export const tagsFrom = (
  given: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[],
): Tags => {
  const entries = given.map(({ Key = '', Value = '' }) => [Key, Value] as const);
  const twice = entries.some(([key], at) => entries.findIndex(([other]) => isSame(key, other)) !== at);
  if (twice) throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  if (entries.some(([key]) => /^aws:/i.test(key))) throw invalidInput('Tag keys that begin with aws: are reserved.');
  return Object.fromEntries(entries);
};

/** Throws what `find` throws, LimitExceededException. */
export const tagEntity = async <Entity extends IamEntity>(
  core: Pick<Core, 'clock' | 'store'>,
  find: () => Promise<Entity>,
  tags: Tags,
): Promise<void> => {
  await changeFound(core, find, (current) => {
    const kept = Object.entries(current.tags).filter(([key]) => !Object.keys(tags).some((other) => isSame(key, other)));
    const all = Object.fromEntries([...kept, ...Object.entries(tags)]);
    assertQuota('TagsPerResource', Object.keys(all).length);
    return { ...current, tags: all };
  });
};

/** Throws what `find` throws. */
export const untagEntity = async <Entity extends IamEntity>(
  core: Pick<Core, 'clock' | 'store'>,
  find: () => Promise<Entity>,
  keys: readonly string[],
): Promise<void> => {
  await changeFound(core, find, (current) => {
    const kept = Object.entries(current.tags).filter(([key]) => !keys.some((other) => isSame(key, other)));
    return { ...current, tags: Object.fromEntries(kept) };
  });
};
