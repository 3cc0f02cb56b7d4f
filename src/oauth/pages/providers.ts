/** External providers on the pages. Every way to one leads through /oauth2/authorize, where federation starts. */
import type { IdentityProvider } from '../../core/identity-providers/provider.ts';
import { allowedProvider } from '../../core/oauth/allowed.ts';
import type { ProviderButton } from '../views/page.ts';
import { linkTo, show, type Visit } from './visit.ts';

export const providerButtons = (visit: Visit, providers: readonly IdentityProvider[]): ProviderButton[] =>
  providers.map(({ name, type }) => ({ name, type, href: hrefOf(visit, name) }));

const hrefOf = (visit: Visit, provider: string, more: Readonly<Record<string, string>> = {}): string =>
  linkTo(visit, '/oauth2/authorize', { identity_provider: provider, ...more });

/** By the domain of an e-mail address, or by the identifier itself; of those that the client allows. */
export const providerFor = async (visit: Visit, name: string): Promise<IdentityProvider | undefined> => {
  const identifier = name.slice(name.lastIndexOf('@') + 1);
  if (!identifier) return undefined;
  const { core, client } = visit;
  return (
    (await allowedProvider(core, client, { identifier })) ??
    (await allowedProvider(core, client, { identifier: identifier.toLowerCase() }))
  );
};

/**
 * An answer to a form that goes elsewhere by itself: a redirect would be held against the page's `form-action`, which
 * cannot name the provider.
 */
export const sendToProvider = async (visit: Visit, { name }: IdentityProvider, typed: string): Promise<Response> => {
  const next = hrefOf(visit, name, typed.includes('@') ? { login_hint: typed } : {});
  const answer = await show(visit, { page: 'notice', about: 'going-on', next });
  answer.headers.set('Refresh', `0;url=${next}`);
  return answer;
};
