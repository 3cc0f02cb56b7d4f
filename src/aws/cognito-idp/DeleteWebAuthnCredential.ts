import type {
  DeleteWebAuthnCredentialCommandInput as Input,
  DeleteWebAuthnCredentialCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { deletePasskey } from '../../core/passkeys/manage.ts';
import { tokenOperation } from '../operation.ts';

export const DeleteWebAuthnCredential = tokenOperation<Input, Output>(async (core, input, { pool, user }) => {
  await deletePasskey(core, pool, user, input.CredentialId);
  return {};
});
