/**
 * Asks the service behind in the operator's name: signs anew, streams both ways with back-pressure, keeps nothing of a
 * body. What of the client's goes along, the caller has chosen; nothing else does.
 */
import { createHash } from 'node:crypto';
import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingMessage,
  type ServerResponse,
  request as sendHttp,
} from 'node:http';
import { Agent as HttpsAgent, request as sendHttps } from 'node:https';
import { pipeline, type Transform } from 'node:stream';
import { rootCertificates } from 'node:tls';
import type { Core } from '../../core/core.ts';
import { type KeySource, keySource } from './credentials.ts';
import { encodedQuery } from './incoming.ts';
import { assertOperatorTaken } from './operator-refused.ts';
import type { Service, ServicesOptions } from './options.ts';
import { ServiceUnreachable } from './refused.ts';

export interface Outbound {
  readonly method: string;
  /** Encoded, as it is signed and sent. */
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  /** Stands before the endpoint's host: a bucket. */
  readonly label?: string | undefined;
  /** In lower case. Neither `host` nor anything of a signature is among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** SHA-256 in hex, or the word in its place. */
  readonly payloadHash: string;
  readonly body?: OutboundBody | undefined;
}

export type OutboundBody =
  | { readonly bytes: Uint8Array }
  /** `length` is what is sent: after `through`. */
  | {
      readonly from: IncomingMessage;
      readonly through: readonly [Transform, ...Transform[]];
      readonly length: number;
    };

export interface Upstream {
  /**
   * The answer's head, its body still to be read. Throws `ServiceUnreachable`, or what went wrong with the body while
   * it passed; the request is then broken off, as it is when the client goes.
   */
  send(outbound: Outbound, client?: ServerResponse): Promise<IncomingMessage>;
}

type Needs = Pick<Core, 'clock' | 'signatures'>;

/** Nothing came or went for this long (ms): completing a large upload takes minutes. */
const IDLE_TIMEOUT = 5 * 60_000;

/** Kept open to a service. */
const MAX_IDLE_SOCKETS = 64;

export const createUpstream = (core: Needs, service: Service, { env, ca }: ServicesOptions): Upstream => {
  const endpoint = new URL(service.endpoint);
  const keys = keySource(service.credentials, env);
  const agentOptions = { keepAlive: true, maxFreeSockets: MAX_IDLE_SOCKETS, scheduling: 'lifo' as const };
  const isTls = endpoint.protocol === 'https:';
  const agent = isTls
    ? new HttpsAgent({ ...agentOptions, ...(ca !== undefined && { ca: [...rootCertificates, ca] }) })
    : new HttpAgent(agentOptions);
  const open = (signed: SignedOutbound): ClientRequest =>
    (isTls ? sendHttps : sendHttp)({
      agent,
      host: signed.hostname,
      port: endpoint.port || undefined,
      method: signed.method,
      path: signed.target,
      headers: signed.headers,
      timeout: IDLE_TIMEOUT,
      setHost: false,
    });
  return {
    send: async (outbound, client) => {
      const signed = await sign(core, service, endpoint, keys, outbound);
      const answer = await exchange(open(signed), outbound.body, client).catch((error) => {
        if (!(error instanceof StaleConnection) || outbound.body !== undefined) throw error;
        return exchange(open(signed), undefined, client);
      });
      await assertOperatorTaken(answer);
      return answer;
    },
  };
};

interface SignedOutbound {
  readonly method: string;
  readonly hostname: string;
  readonly target: string;
  readonly headers: Record<string, string>;
}

const sign = async (
  { clock, signatures }: Needs,
  { name, region }: Service,
  endpoint: URL,
  keys: KeySource,
  outbound: Outbound,
): Promise<SignedOutbound> => {
  const { accessKeyId, secretAccessKey, sessionToken } = await keys();
  const { method, query, label, payloadHash, body } = outbound;
  const longDate = new Date(clock.now()).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = { scopeDate: longDate.slice(0, 8), region, service: name };
  const path = endpoint.pathname.replace(/\/$/, '') + outbound.path;
  const before = label === undefined ? '' : `${label}.`;
  const headers: Record<string, string> = {
    ...outbound.headers,
    host: before + endpoint.host,
    'x-amz-date': longDate,
    ...(name === 's3' && { 'x-amz-content-sha256': payloadHash }),
    ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
  };
  const signedNames = Object.keys(headers).filter(isSigned).sort();
  const signature = await signatures.signatureOf(
    {
      method,
      path,
      query: Object.fromEntries(query),
      headers: Object.fromEntries(signedNames.map((each) => [each, headers[each] as string])),
      payloadHash,
      longDate,
    },
    scope,
    secretAccessKey,
  );
  const credential = `${accessKeyId}/${scope.scopeDate}/${region}/${name}/aws4_request`;
  headers['authorization'] =
    `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signedNames.join(';')}, Signature=${signature}`;
  if (body !== undefined) headers['content-length'] = String('bytes' in body ? body.bytes.length : body.length);
  const search = encodedQuery(query);
  const hostname = endpoint.hostname.replace(/^\[|\]$/g, '');
  return { method, hostname: before + hostname, target: search === '' ? path : `${path}?${search}`, headers };
};

/** What proxies between may change is left out. */
const isSigned = (name: string): boolean => /^(host|content-type|content-md5|x-amz-.*)$/.test(name);

/** The service closed a connection that was kept open, just when it was to be used again. */
class StaleConnection extends ServiceUnreachable {}

const exchange = (
  request: ClientRequest,
  body: OutboundBody | undefined,
  client: ServerResponse | undefined,
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    let answered = false;
    const breakOff = () => request.destroy();
    const fail = (error: Error) => {
      client?.off('close', breakOff);
      reject(error);
    };
    if (client?.destroyed) breakOff();
    client?.once('close', breakOff);
    request.once('timeout', breakOff);
    request.once('response', (answer) => {
      answered = true;
      answer.once('close', () => client?.off('close', breakOff));
      resolve(answer);
    });
    // Also after the answer has begun: its reader learns of it by itself.
    request.on('error', (error: NodeJS.ErrnoException) => {
      const isStale = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
      fail(new (isStale ? StaleConnection : ServiceUnreachable)('no answer', { cause: error }));
    });
    if (body === undefined || 'bytes' in body) {
      request.end(body?.bytes);
      return;
    }
    const { from, through } = body;
    const stop = feed(from, through[0]);
    // The answer may come before the body is through; what becomes of the body is then nobody's concern.
    pipeline([...through, request], (error) => {
      stop();
      if (error && !answered) fail(error);
    });
  });

/** The client's side stays open whatever becomes of the other: it is to have an answer. */
const feed = (from: IncomingMessage, into: Transform): (() => void) => {
  const gone = () => {
    if (!from.complete) into.destroy(new ServiceUnreachable('the client went'));
  };
  from.once('close', gone);
  from.pipe(into);
  return () => {
    from.off('close', gone);
    from.unpipe(into);
  };
};

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
