/** What of a provider's attributes becomes which attribute of the user. */
import type { Client } from '../clients/client.ts';
import { notAuthorized } from '../errors.ts';
import type { IdentityProvider } from '../identity-providers/provider.ts';
import type { ContactAttribute } from '../pools/pool.ts';
import type { Attributes } from '../users/attributes.ts';
import type { Texts } from './texts.ts';

const CONTACTS: readonly ContactAttribute[] = ['email', 'phone_number'];

/** Only what the provider said: an attribute that it is silent about stays as it is. */
export const mappedAttributes = ({ attributeMapping }: IdentityProvider, said: Texts): Attributes => {
  const all = Object.entries(attributeMapping)
    .filter(([name, from]) => name !== 'username' && Object.hasOwn(said, from) && said[from] !== '')
    .map(([name, from]) => [name, said[from] as string] as const);
  return withoutIdleFlags(Object.fromEntries(all));
};

/** That something is verified means nothing without it. */
const withoutIdleFlags = (attributes: Attributes): Attributes => {
  const idle = CONTACTS.filter((contact) => attributes[contact] === undefined).map((contact) => `${contact}_verified`);
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !idle.includes(name)));
};

/** A new address is as verified as the provider says; by default it is not. An old one stays what it was. */
export const withFlags = (mapped: Attributes, before: Attributes = {}): Attributes => {
  const fresh = CONTACTS.filter((contact) => mapped[contact] !== undefined && mapped[contact] !== before[contact]);
  return { ...Object.fromEntries(fresh.map((contact) => [`${contact}_verified`, 'false'])), ...mapped };
};

/**
 * A client that lists what it may write must list what is mapped (developer guide, "Things to know about mappings"),
 * verified flags apart, which no client writes. Throws NotAuthorizedException.
 */
export const assertWritable = ({ settings }: Client, mapped: Attributes): void => {
  const { writeAttributes } = settings;
  if (!writeAttributes) return;
  const refused = Object.keys(mapped).some((name) => !name.endsWith('_verified') && !writeAttributes.includes(name));
  if (refused) throw notAuthorized('A client attempted to write unauthorized attribute');
};
