import type {
  UpdateOpenIDConnectProviderThumbprintCommandInput as Input,
  UpdateOpenIDConnectProviderThumbprintCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { changeOidcProvider } from '../../core/iam/providers.ts';
import { signedOperation } from '../operation.ts';

export const UpdateOpenIDConnectProviderThumbprint = signedOperation<Input, Output>(
  async (core, input, { account }) => {
    await changeOidcProvider(core, account, input.OpenIDConnectProviderArn, (current) => ({
      ...current,
      thumbprints: input.ThumbprintList,
    }));
    return {};
  },
);
