/** Passkeys as the wire shows them. */
import type { WebAuthnCredentialDescription } from '@aws-sdk/client-cognito-identity-provider';
import type { Passkey } from '../../../core/passkeys/passkey.ts';

export const credentialDescription = (passkey: Passkey): WebAuthnCredentialDescription => ({
  CredentialId: passkey.id,
  FriendlyCredentialName: passkey.name,
  RelyingPartyId: passkey.relyingPartyId,
  AuthenticatorAttachment: passkey.attachment,
  AuthenticatorTransports: [...passkey.transports],
  CreatedAt: new Date(passkey.createdAt),
});
