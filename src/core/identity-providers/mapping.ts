/** Which attribute of a provider fills which one of the user pool. */
import { invalidParameter } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import type { IdentityProvider, ProviderType } from './provider.ts';

type Mapping = IdentityProvider['attributeMapping'];

/** The provider's name for its users' own id. SAML has none: NameID is no attribute. */
const SUBJECTS: Readonly<Partial<Record<ProviderType, string>>> = {
  Facebook: 'id',
  Google: 'sub',
  LoginWithAmazon: 'user_id',
  OIDC: 'sub',
  SignInWithApple: 'sub',
};

/** The service's own, that no provider fills. */
const OWN: ReadonlySet<string> = new Set(['sub', 'identities']);

/** Complete with the username. Throws InvalidParameterException for what the pool does not have. */
export const completeMapping = (pool: Pool, type: ProviderType, given: Mapping): Mapping => {
  const subject = SUBJECTS[type];
  const mapping = { ...(subject !== undefined && { username: subject }), ...given };
  const known = new Set(['username', ...pool.schema.filter(({ name }) => !OWN.has(name)).map(({ name }) => name)]);
  const invalid = Object.keys(mapping).filter((name) => !known.has(name));
  if (invalid.length > 0) {
    throw invalidParameter(`AttributeMapping contains invalid mapping: [${invalid.join(', ')}]`);
  }
  return mapping;
};
