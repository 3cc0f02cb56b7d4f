/** What the browser runs: Amplify's sign-in and storage. The test drives it through `window.storage`. */
import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signIn } from 'aws-amplify/auth';
import { downloadData, getUrl, list, remove, uploadData } from 'aws-amplify/storage';

interface Place {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly identityPoolId: string;
  readonly endpoint: string;
  readonly gateway: string;
}

/** Amplify takes another endpoint of S3, though its types do not say so. */
let options: object = {};

const configure = ({ endpoint, gateway, ...ids }: Place): void => {
  options = { customEndpoint: gateway };
  Amplify.configure({
    Auth: { Cognito: { ...ids, userPoolEndpoint: endpoint, identityPoolEndpoint: endpoint } },
    Storage: { S3: { bucket: 'photos', region: 'us-east-1' } },
  });
};

const signInAs = async (username: string, password: string): Promise<string> => {
  await signIn({ username, password });
  return (await fetchAuthSession()).identityId ?? '';
};

/** Refusals as an app sees them. */
const told = <Result>(act: Promise<Result>): Promise<Result | string> => act.catch((error: Error) => error.name);

const api = {
  configure,
  signIn: signInAs,
  upload: (path: string, text: string) =>
    told(uploadData({ path, data: text, options }).result.then(({ path: stored }) => ({ stored }))),

  uploadLarge: (path: string, bytes: number) =>
    told(
      uploadData({ path, data: new Blob([new Uint8Array(bytes)]), options }).result.then(({ path: stored }) => ({
        stored,
      })),
    ),
  download: (path: string) =>
    told(downloadData({ path, options }).result.then(async ({ body }) => ({ text: await body.text() }))),
  list: (path: string) =>
    told(list({ path, options }).then(({ items }) => ({ paths: items.map((item) => item.path) }))),
  remove: (path: string) => told(remove({ path, options }).then((removed) => ({ removed: removed.path }))),
  byUrl: async (path: string) => {
    const { url } = await getUrl({ path, options });
    return { text: await (await fetch(url)).text() };
  },
};

export type StorageApi = typeof api;

Object.assign(globalThis, { storage: api });
