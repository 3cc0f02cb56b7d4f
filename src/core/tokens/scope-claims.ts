/**
 * What the scopes of an authorization let a client see of a user, in ID tokens and at userInfo. Source: developer guide,
 * "Scopes, M2M, and resource servers", About scopes.
 */
type Attributes = Readonly<Record<string, string>>;

const NAMES: Readonly<Record<string, readonly string[]>> = {
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
};

/** Who vouched for somebody is no personal detail of theirs: clients always see it. */
const ALWAYS = ['identities'];

/** `attributes`: those that the client may read. With `profile`, or `openid` alone, it sees all of them. */
export const attributesInScope = (scopes: readonly string[], attributes: Attributes): Attributes => {
  const limiting = scopes.filter((scope) => Object.hasOwn(NAMES, scope));
  if (scopes.includes('profile') || limiting.length === 0) return attributes;
  const visible = [...ALWAYS, ...limiting.flatMap((scope) => NAMES[scope] ?? [])];
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => visible.includes(name)));
};
