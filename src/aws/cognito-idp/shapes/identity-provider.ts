/** Identity providers as the wire shows them. */
import type { IdentityProviderType, ProviderDescription } from '@aws-sdk/client-cognito-identity-provider';
import type { Core } from '../../../core/core.ts';
import type { Identity } from '../../../core/identity-providers/link.ts';
import type { IdentityProvider } from '../../../core/identity-providers/provider.ts';
import { shownDetails } from '../../../core/identity-providers/secrets.ts';

/** With the client secret in clear: only its owner ever gets this shape. */
export const providerType = (core: Pick<Core, 'sealer'>, provider: IdentityProvider): IdentityProviderType => ({
  UserPoolId: provider.poolId,
  ProviderName: provider.name,
  ProviderType: provider.type,
  ProviderDetails: shownDetails(core, provider),
  AttributeMapping: { ...provider.attributeMapping },
  IdpIdentifiers: [...provider.identifiers],
  LastModifiedDate: new Date(provider.modifiedAt),
  CreationDate: new Date(provider.createdAt),
});

export const providerDescription = (provider: IdentityProvider): ProviderDescription => ({
  ProviderName: provider.name,
  ProviderType: provider.type,
  LastModifiedDate: new Date(provider.modifiedAt),
  CreationDate: new Date(provider.createdAt),
});

/** ProviderUserIdentifierType. */
export const identity = (input: {
  ProviderName?: string;
  ProviderAttributeName?: string;
  ProviderAttributeValue?: string;
}): Identity => ({
  providerName: input.ProviderName,
  attributeName: input.ProviderAttributeName,
  value: input.ProviderAttributeValue,
});
