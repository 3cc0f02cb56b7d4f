import type {
  ListSAMLProviderTagsCommandInput as Input,
  ListSAMLProviderTagsCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { requireSamlProvider } from '../../core/iam/providers.ts';
import { signedOperation } from '../operation.ts';
import { tagsPage } from './shapes/tags.ts';

export const ListSAMLProviderTags = signedOperation<Input, Output>(async (core, input, { account }) =>
  tagsPage(core, await requireSamlProvider(core, account, input.SAMLProviderArn), input),
);
