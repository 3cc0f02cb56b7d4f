/** Identities between the core and the wire. */
import type { IdentityDescription } from '@aws-sdk/client-cognito-identity';
import type { Identity } from '../../../core/identity-pools/records.ts';

/** Of logins the providers alone, each once. */
export const identityDescription = ({ id, logins, createdAt, modifiedAt }: Identity): IdentityDescription => ({
  IdentityId: id,
  Logins: logins.length > 0 ? [...new Set(logins.map(({ provider }) => provider))] : undefined,
  CreationDate: new Date(createdAt),
  LastModifiedDate: new Date(modifiedAt),
});
