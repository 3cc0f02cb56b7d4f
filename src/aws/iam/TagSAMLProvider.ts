import type { TagSAMLProviderCommandInput as Input, TagSAMLProviderCommandOutput as Output } from '@aws-sdk/client-iam';
import { requireSamlProvider } from '../../core/iam/providers.ts';
import { tagEntity, tagsFrom } from '../../core/iam/tags.ts';
import { signedOperation } from '../operation.ts';

export const TagSAMLProvider = signedOperation<Input, Output>(async (core, input, { account }) => {
  await tagEntity(core, () => requireSamlProvider(core, account, input.SAMLProviderArn), tagsFrom(input.Tags));
  return {};
});
