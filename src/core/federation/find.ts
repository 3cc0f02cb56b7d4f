/** Who somebody at a provider is in the pool. */
import type { Core } from '../core.ts';
import { providerAliasValue, SUBJECT } from '../users/identities.ts';
import type { User } from '../users/user.ts';
import type { Arrival } from './person.ts';

type Who = Pick<Arrival, 'site' | 'provider' | 'subject' | 'attributes'>;

/** By the provider's own id, or by an attribute that an administrator linked (AdminLinkProviderForUser). */
export const federatedUser = async (core: Pick<Core, 'store'>, who: Who): Promise<User | undefined> => {
  const bySubject = await userBy(core, who, SUBJECT, who.subject);
  if (bySubject) return bySubject;
  const names = linkable(who);
  const found = await Promise.all(names.map((name) => userBy(core, who, name, who.attributes[name] ?? '')));
  return found.find((user) => user !== undefined);
};

const userBy = (core: Pick<Core, 'store'>, { site, provider }: Who, attributeName: string, userId: string) =>
  core.store.users.byAlias(
    site.pool.id,
    'provider',
    providerAliasValue({ providerName: provider.name, attributeName, userId }),
  );

/** An address that the provider itself calls unverified is anybody's. */
const linkable = ({ provider, attributes }: Who): string[] => {
  const mapped = new Set(Object.values(provider.attributeMapping));
  const said = [...mapped].filter((name) => Object.hasOwn(attributes, name) && attributes[name] !== '');
  return said.filter((name) => attributes[`${name}_verified`]?.toLowerCase() !== 'false');
};
