import type {
  ListOpenIDConnectProviderTagsCommandInput as Input,
  ListOpenIDConnectProviderTagsCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { pageOf } from '../../core/iam/list.ts';
import { requireOidcProvider } from '../../core/iam/providers.ts';
import { signedOperation } from '../operation.ts';
import { tagList } from './shapes/entities.ts';
import { pageFields, pageFrom } from './shapes/page.ts';

export const ListOpenIDConnectProviderTags = signedOperation<Input, Output>(async (core, input, { account }) => {
  const entity = await requireOidcProvider(core, account, input.OpenIDConnectProviderArn);
  const listing = pageOf(
    core,
    `${account} ListOpenIDConnectProviderTags ${entity.id}`,
    tagList(entity.tags),
    pageFrom(input),
  );
  return { Tags: [...listing.rows], ...pageFields(listing) };
});
