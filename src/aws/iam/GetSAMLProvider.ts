import type { GetSAMLProviderCommandInput as Input, GetSAMLProviderCommandOutput as Output } from '@aws-sdk/client-iam';
import { requireSamlProvider } from '../../core/iam/providers.ts';
import { signedOperation } from '../operation.ts';
import { tagList } from './shapes/entities.ts';

export const GetSAMLProvider = signedOperation<Input, Output>(async (core, input, { account }) => {
  const provider = await requireSamlProvider(core, account, input.SAMLProviderArn);
  return {
    SAMLProviderUUID: provider.id,
    SAMLMetadataDocument: provider.document,
    CreateDate: new Date(provider.createdAt),
    ValidUntil: new Date(provider.validUntil),
    Tags: tagList(provider.tags),
  };
});
