import type {
  DeleteSAMLProviderCommandInput as Input,
  DeleteSAMLProviderCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { deleteSamlProvider } from '../../core/iam/providers.ts';
import { signedOperation } from '../operation.ts';

export const DeleteSAMLProvider = signedOperation<Input, Output>(async (core, input, { account }) => {
  await deleteSamlProvider(core, account, input.SAMLProviderArn);
  return {};
});
