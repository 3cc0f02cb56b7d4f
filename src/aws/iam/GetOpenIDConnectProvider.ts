import type {
  GetOpenIDConnectProviderCommandInput as Input,
  GetOpenIDConnectProviderCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { requireOidcProvider } from '../../core/iam/providers.ts';
import { signedOperation } from '../operation.ts';
import { tagList } from './shapes/entities.ts';

export const GetOpenIDConnectProvider = signedOperation<Input, Output>(async (core, input, { account }) => {
  const provider = await requireOidcProvider(core, account, input.OpenIDConnectProviderArn);
  return {
    Url: provider.name,
    ClientIDList: [...provider.clientIds],
    ThumbprintList: [...provider.thumbprints],
    CreateDate: new Date(provider.createdAt),
    Tags: tagList(provider.tags),
  };
});
