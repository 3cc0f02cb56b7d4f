/** WebSockets: authorized like any GET, then two connections that are one. */
import type { IncomingMessage } from 'node:http';
import { STATUS_CODES } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { endToEnd } from './integrations/headers.ts';

/** An answer on a connection that has left HTTP's hands. */
export const writeHead = (socket: Duplex, status: number, headers: readonly (readonly [string, string])[]): void => {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines}\r\n`, 'latin1');
};

export const refuseSocket = (
  socket: Duplex,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): void => {
  if (socket.destroyed) return;
  const length = String(Buffer.byteLength(body));
  writeHead(socket, status, [...Object.entries(headers), ['content-length', length], ['connection', 'close']]);
  socket.end(body);
};

/** A peer that is gone without a word is found out. */
const KEEP_ALIVE_MS = 60_000;

/** Both ends, from here on: each waits for the other, and neither outlives it. */
export const join = (client: Duplex, upstream: Duplex): void => {
  const cut = (): void => {
    client.destroy();
    upstream.destroy();
  };
  for (const each of [client, upstream]) {
    // They may be silent for as long as they like.
    if (each instanceof Socket) each.setTimeout(0).setNoDelay().setKeepAlive(true, KEEP_ALIVE_MS);
    each.on('error', cut);
    each.on('close', cut);
  }
  client.pipe(upstream);
  upstream.pipe(client);
};

export const acceptUpgrade = (
  client: Duplex,
  clientHead: Buffer,
  { answer, socket, head }: { readonly answer: IncomingMessage; readonly socket: Duplex; readonly head: Buffer },
): void => {
  const headers = endToEnd(answer.rawHeaders, () => false);
  writeHead(client, 101, [...headers, ['connection', 'Upgrade'], ['upgrade', 'websocket']]);
  if (head.length > 0) socket.unshift(head);
  if (clientHead.length > 0) client.unshift(clientHead);
  join(client, socket);
};

export const isWebSocket = ({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): boolean =>
  method === 'GET' &&
  headers.upgrade?.trim().toLowerCase() === 'websocket' &&
  headers['sec-websocket-key'] !== undefined;
