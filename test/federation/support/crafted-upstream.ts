/** A provider that answers whatever a test tells it to: the shapes of social providers, and attacks. */
import { createPrivateKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { exportJWK, SignJWT } from 'jose';
import { openHttps } from './https-server.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

/** JSON, or with a status of its own. */
export type Answer = object | { readonly status: number; readonly json?: object; readonly location?: string };

export interface CraftedUpstream {
  readonly url: string;
  readonly ca: string;
  readonly caFile: string;
  readonly key: KeyObject;
  /** Of the last authorization request. */
  readonly request: { nonce: string; state: string; redirectUri: string };
  /** Answers by `METHOD /path`; they stand in the place of what an honest provider says. */
  readonly answers: Map<string, (asked: Asked) => Answer | Promise<Answer>>;
  readonly asked: Asked[];
  /** Claims of the next ID tokens, over the honest ones. */
  claims: Record<string, unknown>;
  /** Header of the next ID tokens, over the honest one. */
  header: Record<string, unknown>;
  /** What the browser brings back, beside code and state. */
  extra: Record<string, string>;
  userInfo: Record<string, unknown>;
  /** An honest ID token, but for `claims` and `header`. */
  idToken(key?: KeyObject | Uint8Array, alg?: string): Promise<string>;
  reset(): void;
  close(): Promise<void>;
}

export const KID = 'key-1';

export const openCraftedUpstream = async (): Promise<CraftedUpstream> => {
  const server = await openHttps();
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...(await exportJWK(publicKey)), kid: KID, use: 'sig', alg: 'RS256' };
  const { url } = server;
  const honest = (asked: Asked): Answer | Promise<Answer> => {
    switch (`${asked.method} ${asked.path}`) {
      case 'GET /.well-known/openid-configuration':
        return {
          issuer: url,
          authorization_endpoint: `${url}/authorize`,
          token_endpoint: `${url}/token`,
          userinfo_endpoint: `${url}/userinfo`,
          jwks_uri: `${url}/keys`,
        };
      case 'GET /keys':
        return { keys: [jwk] };
      case 'POST /token':
        return upstream.idToken().then((id_token) => ({ access_token: 'at', token_type: 'Bearer', id_token }));
      case 'GET /userinfo':
        return { sub: 'Ann-1', ...upstream.userInfo };
      default:
        return { status: 404 };
    }
  };
  const upstream: CraftedUpstream = {
    url,
    ca: server.ca,
    caFile: server.caFile,
    key: privateKey,
    request: { nonce: '', state: '', redirectUri: '' },
    answers: new Map(),
    asked: [],
    claims: {},
    header: {},
    extra: {},
    userInfo: {},
    idToken: (key = privateKey, alg = 'RS256') => {
      const now = Math.floor(Date.now() / 1_000);
      const claims = {
        iss: url,
        aud: 'poolhouse',
        sub: 'Ann-1',
        iat: now,
        exp: now + 300,
        nonce: upstream.request.nonce,
        ...upstream.claims,
      };
      const given = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
      return new SignJWT(given).setProtectedHeader({ alg, kid: KID, ...upstream.header }).sign(key);
    },
    reset: () => {
      upstream.answers.clear();
      upstream.asked.length = 0;
      Object.assign(upstream, { claims: {}, header: {}, extra: {}, userInfo: {} });
    },
    close: server.close,
  };
  server.handle(async (request, response) => {
    const asked = await read(request, url);
    upstream.asked.push(asked);
    const special = upstream.answers.get(`${asked.method} ${asked.path}`);
    if (asked.path === '/authorize' && !special) return authorize(upstream, asked, response);
    send(response, await (special ?? honest)(asked));
  });
  return upstream;
};

const read = async (request: IncomingMessage, base: string): Promise<Asked> => {
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', base);
  const form = new URLSearchParams(request.method === 'POST' ? await text(request) : '');
  return { method: request.method ?? '', path, query, form, headers: request.headers };
};

const authorize = (upstream: CraftedUpstream, { query }: Asked, response: ServerResponse): void => {
  Object.assign(upstream.request, {
    nonce: query.get('nonce') ?? '',
    state: query.get('state') ?? '',
    redirectUri: query.get('redirect_uri') ?? '',
  });
  const back = new URLSearchParams({ code: `code-${randomUUID()}`, state: upstream.request.state, ...upstream.extra });
  response.writeHead(302, { location: `${upstream.request.redirectUri}?${back}` }).end();
};

const send = (response: ServerResponse, answer: Answer): void => {
  if (!('status' in answer) || typeof answer.status !== 'number') {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    return;
  }
  const { status, json, location } = answer as { status: number; json?: object; location?: string };
  response.writeHead(status, { 'content-type': 'application/json', ...(location && { location }) });
  response.end(json && JSON.stringify(json));
};

export const rsaKey = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

/** A P-256 key as Apple hands it out. */
export const appleKey = (): { readonly pem: string; readonly publicKey: KeyObject } => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  createPrivateKey(pem);
  return { pem, publicKey };
};
