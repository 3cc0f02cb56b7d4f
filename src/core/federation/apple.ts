/** What Sign in with Apple has of its own: a client secret that is signed for each request, and the name in a form. */
import { signEs256 } from '../../crypto/es256.ts';
import type { Core } from '../core.ts';
import type { IdentityProvider } from '../identity-providers/provider.ts';
import { ProviderFailed } from '../ports.ts';
import { type Texts, texts } from './texts.ts';

/** Seconds; Apple takes up to six months. */
const LIFETIME = 300;

/** Source: Apple, "Creating a client secret". Throws ProviderFailed where the owner's key is none. */
export const appleClientSecret = async (
  { clock }: Pick<Core, 'clock'>,
  { details }: IdentityProvider,
  privateKey: string,
): Promise<string> => {
  const now = Math.floor(clock.now() / 1_000);
  try {
    return await signEs256(privateKey, details['key_id'] ?? '', {
      iss: details['team_id'] ?? '',
      iat: now,
      exp: now + LIFETIME,
      aud: details['oidc_issuer'] ?? '',
      sub: details['client_id'] ?? '',
    });
  } catch (error) {
    throw new ProviderFailed('The private key of Sign in with Apple cannot be used', { cause: error });
  }
};

/** Nobody has signed this but the browser: the name alone is taken from it, the e-mail address from the ID token. */
export const appleName = (user: string | undefined): Texts => {
  const { firstName, lastName } = nameOf(user);
  const name = [firstName, lastName].filter((part) => typeof part === 'string' && part).join(' ');
  return texts({ firstName, lastName, name });
};

const nameOf = (user: string | undefined): { readonly firstName?: unknown; readonly lastName?: unknown } => {
  if (!user) return {};
  try {
    const { name } = JSON.parse(user) as { name?: unknown };
    return typeof name === 'object' && name !== null ? name : {};
  } catch {
    return {};
  }
};
