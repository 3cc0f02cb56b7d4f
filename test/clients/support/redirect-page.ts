/** What the browser runs: an app whose people sign in on the hosted pages. It is loaded anew when they come back. */
import { Amplify } from 'aws-amplify';
import { fetchAuthSession, fetchUserAttributes, getCurrentUser, signInWithRedirect, signOut } from 'aws-amplify/auth';
import { Hub } from 'aws-amplify/utils';

type Config = Parameters<typeof Amplify.configure>[0];

const CONFIG = 'app-config';
const events: { event: string; message?: string | undefined }[] = [];

Hub.listen('auth', ({ payload }) => {
  const { error } = (('data' in payload ? payload.data : undefined) as { error?: Error } & object) ?? {};
  events.push({ event: payload.event, message: error?.message });
});

const kept = localStorage.getItem(CONFIG);
if (kept !== null) Amplify.configure(JSON.parse(kept) as Config);

/** Kept, since the app is loaded anew when somebody comes back. */
const configure = (config: unknown): void => {
  localStorage.setItem(CONFIG, JSON.stringify(config));
  Amplify.configure(config as Config);
};

/** Only what survives the way out of the page. */
const session = async (forceRefresh: boolean) => {
  const { tokens } = await fetchAuthSession({ forceRefresh });
  return { id: tokens?.idToken?.payload, access: tokens?.accessToken.payload, idToken: tokens?.idToken?.toString() };
};

const api = { configure, events, session, fetchUserAttributes, getCurrentUser, signInWithRedirect, signOut };

export type RedirectApi = typeof api;

Object.assign(globalThis, { amplifyRedirect: api });
