import type {
  UntagOpenIDConnectProviderCommandInput as Input,
  UntagOpenIDConnectProviderCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { requireOidcProvider } from '../../core/iam/providers.ts';
import { untagEntity } from '../../core/iam/tags.ts';
import { signedOperation } from '../operation.ts';

export const UntagOpenIDConnectProvider = signedOperation<Input, Output>(async (core, input, { account }) => {
  await untagEntity(core, () => requireOidcProvider(core, account, input.OpenIDConnectProviderArn), input.TagKeys);
  return {};
});
