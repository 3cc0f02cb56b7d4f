import type {
  ListWebAuthnCredentialsCommandInput as Input,
  ListWebAuthnCredentialsCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { listPasskeys } from '../../core/passkeys/manage.ts';
import { tokenOperation } from '../operation.ts';
import { page } from './shapes/page.ts';
import { credentialDescription } from './shapes/passkey.ts';

export const ListWebAuthnCredentials = tokenOperation<Input, Output>(async (core, input, { user }) => {
  const { rows, nextToken } = await listPasskeys(core, user, page(input));
  return { Credentials: rows.map(credentialDescription), NextToken: nextToken };
});
