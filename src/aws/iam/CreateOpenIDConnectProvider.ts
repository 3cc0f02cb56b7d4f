import type {
  CreateOpenIDConnectProviderCommandInput as Input,
  CreateOpenIDConnectProviderCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { createOidcProvider } from '../../core/iam/providers.ts';
import { entityArn } from '../../core/iam/records.ts';
import { tagsFrom } from '../../core/iam/tags.ts';
import { signedOperation } from '../operation.ts';
import { tagList } from './shapes/entities.ts';

export const CreateOpenIDConnectProvider = signedOperation<Input, Output>(async (core, input, { account }) => {
  const provider = await createOidcProvider(core, account, {
    url: input.Url,
    clientIds: input.ClientIDList ?? [],
    thumbprints: input.ThumbprintList ?? [],
    tags: tagsFrom(input.Tags ?? []),
  });
  return { OpenIDConnectProviderArn: entityArn(provider), ...(input.Tags && { Tags: tagList(provider.tags) }) };
});
