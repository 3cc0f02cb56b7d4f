/** samlp (npm) as the identity provider, over HTTPS: its own metadata, requests, responses and logout. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { inflateRawSync } from 'node:zlib';
import samlp from 'samlp';
import { openHttps } from '../../federation/support/https-server.ts';
import { createKey, type Key, pem } from './key.ts';

export interface SamlUpstream {
  readonly url: string;
  readonly ca: string;
  readonly caFile: string;
  readonly metadataUrl: string;
  key: Key;
  /** Who is at the browser. */
  person: { nameId: string; attributes: Record<string, unknown> };
  /** Overrides of samlp's options for responses. */
  options: Record<string, unknown>;
  /** The pool's signing certificate, base64: requests must be signed with it. */
  signingCertificate: string | undefined;
  /** Sessions at the provider, as samlp keeps them. */
  participants: Participant[];
  /** Where its single logout leads; undefined: it has none. */
  logout: 'post' | 'redirect' | undefined;
  /** Where it offers sign-in. */
  offers: readonly ('post' | 'redirect')[];
  /** Forms are sent on to another host of the provider's. */
  detour: boolean;
  /** Requests to sign in, as they came. */
  readonly asked: { method: string; fields: Record<string, string>; xml: string }[];
  /** What samlp complained about. */
  readonly errors: string[];
  /** How often its metadata was read. */
  reads: number;
  close(): Promise<void>;
}

interface Participant {
  readonly serviceProviderId: string;
  readonly nameId: string;
  readonly sessionIndex: string;
  readonly serviceProviderLogoutURL: string;
  readonly cert?: string;
  readonly binding?: string;
}

export const ENTITY = 'urn:upstream:idp';
const BINDING = 'urn:oasis:names:tc:SAML:2.0:bindings';

export const openSamlUpstream = async (): Promise<SamlUpstream> => {
  const server = await openHttps();
  const upstream: SamlUpstream = {
    url: server.url,
    ca: server.ca,
    caFile: server.caFile,
    metadataUrl: `${server.url}/metadata`,
    key: await createKey(),
    person: { nameId: 'ann-1', attributes: {} },
    options: {},
    signingCertificate: undefined,
    participants: [],
    logout: undefined,
    offers: ['redirect', 'post'],
    detour: false,
    asked: [],
    errors: [],
    reads: 0,
    close: server.close,
  };
  const logoutState = new Map<string, unknown>();
  server.handle(async (request, response) => {
    const handled = await shim(request, response, server.url);
    const fail = (error?: unknown) => {
      upstream.errors.push(String(error));
      response.writeHead(500).end(String(error));
    };
    if (handled.path === '/metadata') return describe(upstream, response);
    if (handled.path === '/sso' && upstream.detour && handled.request.method === 'POST')
      return detour(handled, response);
    if (handled.path === '/sso') return signIn(upstream, handled, fail);
    if (handled.path === '/slo') return signOut(upstream, handled, logoutState, fail);
    response.writeHead(404).end();
  });
  return upstream;
};

const describe = (upstream: SamlUpstream, response: ServerResponse): void => {
  upstream.reads += 1;
  response.writeHead(200, { 'content-type': 'application/samlmetadata+xml' });
  response.end(metadataOf(upstream));
};

/** Written here, since samlp's template cannot leave out a binding. */
export const metadataOf = ({ url, key, offers, logout }: Pick<SamlUpstream, 'url' | 'key' | 'offers' | 'logout'>) => {
  const name = { post: 'HTTP-POST', redirect: 'HTTP-Redirect' } as const;
  const logoutService = logout
    ? `<md:SingleLogoutService Binding="${BINDING}:${name[logout]}" Location="${url}/slo"/>`
    : '';
  const services = offers.map(
    (one) => `<md:SingleSignOnService Binding="${BINDING}:${name[one]}" Location="${url}/sso"/>`,
  );
  return `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${ENTITY}">
  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>
      <ds:X509Certificate>${key.certificate}</ds:X509Certificate>
    </ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
    ${logoutService}${services.join('')}
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`;
};

const detour = ({ request }: Handled, response: ServerResponse): void => {
  const elsewhere = `https://127.0.0.1:${response.socket?.localPort}/sso?${new URLSearchParams(request.body)}`;
  response.writeHead(302, { location: elsewhere }).end();
};

const signIn = (upstream: SamlUpstream, { request, response, decoded }: Handled, fail: (error?: unknown) => void) => {
  upstream.asked.push({ method: request.method, fields: { ...request.query, ...request.body }, xml: decoded });
  const { person, key, signingCertificate } = upstream;
  samlp.auth({
    issuer: ENTITY,
    cert: key.certificatePem,
    key: key.privatePem,
    ...(signingCertificate && { signingCert: pem('CERTIFICATE', signingCertificate) }),
    getUserFromRequest: () => person,
    profileMapper: mapperOf,
    getPostURL: (_audience: string, dom: RequestDom, _request: object, done: (error: null, url: string) => void) =>
      done(null, dom.documentElement.getAttribute('AssertionConsumerServiceURL')),
    destination: /AssertionConsumerServiceURL="([^"]+)"/.exec(decoded)?.[1],
    recipient: /AssertionConsumerServiceURL="([^"]+)"/.exec(decoded)?.[1],
    lifetimeInSeconds: 300,
    sessionIndex: 'session-1',
    ...upstream.options,
  })(request, response, fail);
};

interface RequestDom {
  readonly documentElement: { getAttribute(name: string): string };
}

const mapperOf = ({ nameId, attributes }: SamlUpstream['person']) => ({
  getClaims: () => attributes,
  getNameIdentifier: () => ({ nameIdentifier: nameId }),
});

const signOut = (
  upstream: SamlUpstream,
  { request, response }: Handled,
  states: Map<string, unknown>,
  fail: (error?: unknown) => void,
) => {
  const { key, logout, participants } = upstream;
  const find = (issuer: string, indexes: string[] = [], nameId: string) =>
    participants.find(
      (one) =>
        (!issuer || one.serviceProviderId === issuer) && indexes.includes(one.sessionIndex) && one.nameId === nameId,
    );
  type Done = (error: null, found?: unknown) => void;
  const store = {
    save: (_request: object, state: unknown, done: Done) => {
      const id = `state-${states.size}`;
      states.set(id, state);
      done(null, id);
    },
    load: (_request: object, id: string, ...rest: unknown[]) => (rest.at(-1) as Done)(null, states.get(id)),
    update: (_request: object, id: string, state: unknown, done: Done) => {
      states.set(id, state);
      done(null);
    },
  };
  samlp.logout({
    deflate: logout === 'redirect',
    issuer: ENTITY,
    protocolBinding: `${BINDING}:${logout === 'redirect' ? 'HTTP-Redirect' : 'HTTP-POST'}`,
    cert: key.certificatePem,
    key: key.privatePem,
    store,
    sessionParticipants: {
      get: (issuer: string, indexes: string[], nameId: string, done: Done) => done(null, find(issuer, indexes, nameId)),
      getFirst: (done: Done) => done(null, participants[0]),
      hasElements: () => participants.length > 0,
      remove: (issuer: string, index: string, nameId: string, done: Done) => {
        const found = find(issuer, [index], nameId);
        upstream.participants = participants.filter((one) => one !== found);
        if (found) participants.splice(participants.indexOf(found), 1);
        done(null);
      },
    },
  })(request, response, fail);
};

interface Handled {
  readonly path: string;
  readonly request: { method: string; query: Record<string, string>; body: Record<string, string>; headers: object };
  readonly response: object;
  /** The request message in the query or the form. */
  readonly decoded: string;
}

/** As much of Express as samlp asks for. */
const shim = async (incoming: IncomingMessage, outgoing: ServerResponse, base: string): Promise<Handled> => {
  const url = new URL(incoming.url ?? '/', base);
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const query = Object.fromEntries(url.searchParams);
  const body = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
  const response = {
    set: (name: string, value: string) => outgoing.setHeader(name, value),
    send: (content: string | number) =>
      typeof content === 'number' ? outgoing.writeHead(content).end() : outgoing.end(content),
    redirect: (location: string) => outgoing.writeHead(302, { location }).end(),
  };
  const request = { method: incoming.method ?? 'GET', query, body, headers: incoming.headers };
  return { path: url.pathname, request, response, decoded: decode(query['SAMLRequest'] ?? body['SAMLRequest']) };
};

const decode = (message: string | undefined): string => {
  if (message === undefined) return '';
  const bytes = Buffer.from(message, 'base64');
  return (bytes[0] === 0x3c ? bytes : inflateRawSync(bytes)).toString();
};
