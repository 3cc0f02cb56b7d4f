import type {
  UpdateSAMLProviderCommandInput as Input,
  UpdateSAMLProviderCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { updateSamlProvider } from '../../core/iam/providers.ts';
import { signedOperation } from '../operation.ts';
import { assertUnencrypted } from './shapes/saml.ts';

export const UpdateSAMLProvider = signedOperation<Input, Output>(async (core, input, { account }) => {
  assertUnencrypted(input);
  const { SAMLProviderArn, SAMLMetadataDocument } = input;
  if (SAMLMetadataDocument !== undefined)
    await updateSamlProvider(core, account, SAMLProviderArn, SAMLMetadataDocument);
  return { SAMLProviderArn };
});
