/** A client's secrets as the wire shows them: never the secret itself. */
import type { ClientSecretDescriptorType } from '@aws-sdk/client-cognito-identity-provider';
import type { SealedClientSecret } from '../../../core/clients/client.ts';

export const secretDescriptor = ({ id, createdAt }: SealedClientSecret): ClientSecretDescriptorType => ({
  ClientSecretId: id,
  ClientSecretCreateDate: new Date(createdAt),
});
