import type {
  AddClientIDToOpenIDConnectProviderCommandInput as Input,
  AddClientIDToOpenIDConnectProviderCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { changeOidcProvider } from '../../core/iam/providers.ts';
import { signedOperation } from '../operation.ts';

export const AddClientIDToOpenIDConnectProvider = signedOperation<Input, Output>(async (core, input, { account }) => {
  await changeOidcProvider(core, account, input.OpenIDConnectProviderArn, (current) => ({
    ...current,
    clientIds: [...new Set([...current.clientIds, input.ClientID])],
  }));
  return {};
});
