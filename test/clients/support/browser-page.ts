/** What the browser runs: Amplify, bundled as an app would bundle it. The test drives it through `window.amplify`. */
import { Amplify } from 'aws-amplify';
import {
  confirmSignUp,
  fetchAuthSession,
  fetchUserAttributes,
  getCurrentUser,
  signIn,
  signOut,
  signUp,
  updatePassword,
} from 'aws-amplify/auth';

const configure = (userPoolId: string, userPoolClientId: string, userPoolEndpoint: string): void => {
  Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId, userPoolEndpoint } } });
};

/** Only what survives the way out of the page. */
const session = async (forceRefresh: boolean) => {
  const { tokens } = await fetchAuthSession({ forceRefresh });
  return { id: tokens?.idToken?.payload, access: tokens?.accessToken.payload };
};

const api = {
  configure,
  session,
  confirmSignUp,
  fetchUserAttributes,
  getCurrentUser,
  signIn,
  signOut,
  signUp,
  updatePassword,
};

export type BrowserApi = typeof api;

Object.assign(globalThis, { amplify: api });
