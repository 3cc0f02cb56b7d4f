import type {
  TagOpenIDConnectProviderCommandInput as Input,
  TagOpenIDConnectProviderCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { requireOidcProvider } from '../../core/iam/providers.ts';
import { tagEntity, tagsFrom } from '../../core/iam/tags.ts';
import { signedOperation } from '../operation.ts';

export const TagOpenIDConnectProvider = signedOperation<Input, Output>(async (core, input, { account }) => {
  await tagEntity(core, () => requireOidcProvider(core, account, input.OpenIDConnectProviderArn), tagsFrom(input.Tags));
  return {};
});
