import type {
  ListSAMLProviderTagsCommandInput as Input,
  ListSAMLProviderTagsCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { pageOf } from '../../core/iam/list.ts';
import { requireSamlProvider } from '../../core/iam/providers.ts';
import { signedOperation } from '../operation.ts';
import { tagList } from './shapes/entities.ts';
import { pageFields, pageFrom } from './shapes/page.ts';

export const ListSAMLProviderTags = signedOperation<Input, Output>(async (core, input, { account }) => {
  const entity = await requireSamlProvider(core, account, input.SAMLProviderArn);
  const listing = pageOf(core, `${account} ListSAMLProviderTags ${entity.id}`, tagList(entity.tags), pageFrom(input));
  return { Tags: [...listing.rows], ...pageFields(listing) };
});
