/** What an owner says of a provider, checked and completed by its type; anything else that was given is kept. */
import type { Core } from '../core.ts';
import { oidcDetails } from './oidc-details.ts';
import type { IdentityProvider, ProviderDetails, ProviderType } from './provider.ts';
import { samlDetails } from './saml-details.ts';
import type { ProviderSecrets } from './secrets.ts';
import { socialDetails } from './social-details.ts';

export interface CompleteDetails {
  readonly details: ProviderDetails;
  readonly secrets: ProviderSecrets;
  readonly metadata?: NonNullable<IdentityProvider['metadata']>;
}

/** `before` is the provider that an update changes. Throws InvalidParameterException. */
export const completeDetails = async (
  core: Pick<Core, 'fetch' | 'saml'>,
  type: ProviderType,
  given: ProviderDetails,
  before: ProviderSecrets = {},
): Promise<CompleteDetails> => {
  if (type === 'SAML') return samlDetails(core, given);
  const { client_secret, private_key, ...details } = given;
  const secrets = {
    ...(client_secret !== undefined && { client_secret }),
    // It is not shown again, so whoever sends back what was shown does not have it.
    ...(type === 'SignInWithApple' && { private_key: private_key ?? before.private_key }),
  };
  const complete = type === 'OIDC' ? await oidcDetails(core, details) : socialDetails(type, { ...details, ...secrets });
  const { client_secret: _, private_key: __, ...shown } = complete;
  return { details: shown, secrets };
};
