import type {
  CreateSAMLProviderCommandInput as Input,
  CreateSAMLProviderCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { createSamlProvider } from '../../core/iam/providers.ts';
import { entityArn } from '../../core/iam/records.ts';
import { tagsFrom } from '../../core/iam/tags.ts';
import { signedOperation } from '../operation.ts';
import { tagList } from './shapes/entities.ts';
import { assertUnencrypted } from './shapes/saml.ts';

export const CreateSAMLProvider = signedOperation<Input, Output>(async (core, input, { account }) => {
  assertUnencrypted(input);
  const provider = await createSamlProvider(core, account, {
    name: input.Name,
    document: input.SAMLMetadataDocument,
    tags: tagsFrom(input.Tags ?? []),
  });
  return { SAMLProviderArn: entityArn(provider), ...(input.Tags && { Tags: tagList(provider.tags) }) };
});
