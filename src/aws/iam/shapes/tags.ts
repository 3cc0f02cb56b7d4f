/** The tags of an entity in pages. */
import type { Tag } from '@aws-sdk/client-iam';
import type { Core } from '../../../core/core.ts';
import { pageOf } from '../../../core/iam/list.ts';
import type { IamEntity } from '../../../core/iam/records.ts';
import { tagList } from './entities.ts';
import { type PageFields, type PageInput, pageFields, pageFrom } from './page.ts';

/** Throws InvalidParameterException for a marker that is not this list's. */
export const tagsPage = (
  core: Pick<Core, 'sealer'>,
  { account, kind, id, tags }: IamEntity,
  input: PageInput,
): PageFields & { Tags: Tag[] } => {
  const listing = pageOf(core, `${account} tags ${kind} ${id}`, tagList(tags), pageFrom(input));
  return { Tags: [...listing.rows], ...pageFields(listing) };
};
