/** The page that a sign-in starts with. */
import { allowsOwnUsers, providersOf } from '../../core/oauth/allowed.ts';
import type { SignInPage } from '../views/page.ts';
import { continuing } from './continue-as.ts';
import { isChoiceBased, nameKindsOf, recoversPasswords, takesSignUps } from './pool-offers.ts';
import { providerButtons } from './providers.ts';
import { termsOf } from './terms.ts';
import type { Visit } from './visit.ts';

/** `name`: what was typed before. */
export const signInPage = async (visit: Visit, name?: string): Promise<SignInPage> => {
  const { context, core, client, request } = visit;
  const { site } = context.env;
  const [person, providers, terms] = await Promise.all([continuing(visit), providersOf(core, client), termsOf(visit)]);
  const ownUsers = allowsOwnUsers(client);
  return {
    page: 'sign-in',
    asksPassword: !isChoiceBased(site, client),
    nameKinds: nameKindsOf(site.pool),
    name: name || request.loginHint?.slice(0, 128),
    ownUsers,
    signUp: takesSignUps(site.pool, client),
    forgotPassword: ownUsers && recoversPasswords(site.pool),
    providers: providerButtons(visit, providers),
    byIdentifier: providers.some(({ identifiers }) => identifiers.length > 0),
    signedInAs: person && shownName(person.user.attributes, person.user.username),
    terms,
  };
};

/** What people know themselves by. */
const shownName = (attributes: Readonly<Record<string, string>>, username: string): string =>
  attributes['email'] || attributes['preferred_username'] || attributes['name'] || username;
