import type {
  RemoveClientIDFromOpenIDConnectProviderCommandInput as Input,
  RemoveClientIDFromOpenIDConnectProviderCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { changeOidcProvider } from '../../core/iam/providers.ts';
import { signedOperation } from '../operation.ts';

export const RemoveClientIDFromOpenIDConnectProvider = signedOperation<Input, Output>(
  async (core, input, { account }) => {
    await changeOidcProvider(core, account, input.OpenIDConnectProviderArn, (current) => ({
      ...current,
      clientIds: current.clientIds.filter((id) => id !== input.ClientID),
    }));
    return {};
  },
);
