/** What the browser runs: a single-page app with oidc-client-ts, loaded anew when somebody comes back. */
import { UserManager, type UserManagerSettings, WebStorageStateStore } from 'oidc-client-ts';

declare const history: { replaceState(state: null, unused: string, url: string): void };

const SETTINGS = 'app-settings';

const manager = (): UserManager =>
  new UserManager({
    ...(JSON.parse(localStorage.getItem(SETTINGS) ?? '{}') as UserManagerSettings),
    userStore: new WebStorageStateStore({ store: localStorage }),
  });

const configure = (settings: Omit<UserManagerSettings, 'userStore'>): void =>
  localStorage.setItem(SETTINGS, JSON.stringify(settings));

const user = async () => {
  const known = await manager().getUser();
  return (
    known && { profile: known.profile, scope: known.scope, accessToken: known.access_token, expired: known.expired }
  );
};

const api = {
  configure,
  user,
  signIn: (args: Record<string, unknown> = {}) => manager().signinRedirect({ state: { page: 'basket' }, ...args }),
  comeBack: async () => {
    const { state } = await manager().signinRedirectCallback();
    history.replaceState(null, '', '/');
    return state;
  },
  renew: () =>
    manager()
      .signinSilent()
      .then((renewed) => renewed?.access_token),
  revoke: () => manager().revokeTokens(['refresh_token']),
  signOut: () => manager().signoutRedirect(),
};

export type OidcApi = typeof api;

Object.assign(globalThis, { oidc: api });
