import type {
  UntagSAMLProviderCommandInput as Input,
  UntagSAMLProviderCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { requireSamlProvider } from '../../core/iam/providers.ts';
import { untagEntity } from '../../core/iam/tags.ts';
import { signedOperation } from '../operation.ts';

export const UntagSAMLProvider = signedOperation<Input, Output>(async (core, input, { account }) => {
  await untagEntity(core, () => requireSamlProvider(core, account, input.SAMLProviderArn), input.TagKeys);
  return {};
});
