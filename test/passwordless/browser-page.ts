/** What the browser runs: Amplify's passkey functions, bundled as an app would bundle them. */
import { Amplify } from 'aws-amplify';
import {
  associateWebAuthnCredential,
  confirmSignIn,
  deleteWebAuthnCredential,
  fetchAuthSession,
  listWebAuthnCredentials,
  signIn,
  signOut,
} from 'aws-amplify/auth';

const configure = (userPoolId: string, userPoolClientId: string, userPoolEndpoint: string): void => {
  Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId, userPoolEndpoint } } });
};

/** Only what survives the way out of the page. */
const accessClaims = async () => (await fetchAuthSession()).tokens?.accessToken.payload;

const api = {
  configure,
  accessClaims,
  associateWebAuthnCredential,
  confirmSignIn,
  deleteWebAuthnCredential,
  listWebAuthnCredentials,
  signIn,
  signOut,
};

export type PasskeyApi = typeof api;

Object.assign(globalThis, { passkeys: api });
