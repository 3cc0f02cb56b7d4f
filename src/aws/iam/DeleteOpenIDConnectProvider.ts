import type {
  DeleteOpenIDConnectProviderCommandInput as Input,
  DeleteOpenIDConnectProviderCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { deleteOidcProvider } from '../../core/iam/providers.ts';
import { signedOperation } from '../operation.ts';

export const DeleteOpenIDConnectProvider = signedOperation<Input, Output>(async (core, input, { account }) => {
  await deleteOidcProvider(core, account, input.OpenIDConnectProviderArn);
  return {};
});
