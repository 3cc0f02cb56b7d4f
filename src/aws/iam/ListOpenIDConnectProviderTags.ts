import type {
  ListOpenIDConnectProviderTagsCommandInput as Input,
  ListOpenIDConnectProviderTagsCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { requireOidcProvider } from '../../core/iam/providers.ts';
import { signedOperation } from '../operation.ts';
import { tagsPage } from './shapes/tags.ts';

export const ListOpenIDConnectProviderTags = signedOperation<Input, Output>(async (core, input, { account }) =>
  tagsPage(core, await requireOidcProvider(core, account, input.OpenIDConnectProviderArn), input),
);
