/**
 * HTTPS on the port of HTTP, for development servers: the first byte of a connection tells which of the two its client
 * speaks (RFC 8446 section 5.1: a handshake record begins with 22, no method of HTTP does). After that byte a plain
 * connection is as if nothing had happened; a TLS one is the same server's, decrypted.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';

/** Certificate by the server name that the client asks for; rejects where there is none. */
export type ContextFor = (name: string | undefined) => Promise<SecureContext>;

const HANDSHAKE_RECORD = 0x16;
/** For the first byte and for the handshake. Milliseconds. */
const PATIENCE = 10_000;

/** Answers what ends the connections that have not come as far as HTTP. */
export const answerTlsToo = (server: Server, contextFor: ContextFor): (() => void) => {
  const asHttp = server.listeners('connection');
  const early = new Set<Socket>();
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    const settled = waitFor(socket, early);
    const toHttp = (stream: Socket): void => {
      settled();
      for (const listener of asHttp) listener.call(server, stream);
    };
    readFirstByte(socket, (first) => {
      if (first === HANDSHAKE_RECORD) void decrypt(socket, contextFor, toHttp);
      else toHttp(socket);
    });
  });
  return () => {
    for (const socket of early) socket.destroy();
  };
};

/** Until `settled` nobody else looks after the socket. */
const waitFor = (socket: Socket, early: Set<Socket>): (() => void) => {
  const drop = (): void => void socket.destroy();
  const late = setTimeout(drop, PATIENCE);
  const settled = (): void => {
    clearTimeout(late);
    early.delete(socket);
    socket.off('close', settled);
    // Last, and a moment later: whoever takes over listens for errors by then.
    setImmediate(() => socket.off('error', drop));
  };
  early.add(socket);
  socket.on('error', drop);
  socket.once('close', settled);
  return settled;
};

/** The byte is put back. A connection that ends without one is ended. */
const readFirstByte = (socket: Socket, then: (first: number) => void): void => {
  socket.once('readable', () => {
    const data = socket.read(1) as Buffer | null;
    const first = data?.[0];
    if (data === null || first === undefined) return void socket.destroy();
    socket.unshift(data);
    then(first);
  });
};

const decrypt = async (socket: Socket, contextFor: ContextFor, toHttp: (stream: Socket) => void): Promise<void> => {
  try {
    const stream = new TLSSocket(socket, {
      isServer: true,
      secureContext: await contextFor(undefined),
      SNICallback: (name, answer) => {
        contextFor(name).then(
          (context) => answer(null, context),
          (error: Error) => answer(error),
        );
      },
      ALPNProtocols: ['http/1.1'],
    });
    const fail = (): void => void socket.destroy();
    stream.once('error', fail);
    stream.once('secure', () => {
      toHttp(stream);
      stream.off('error', fail);
    });
  } catch {
    socket.destroy();
  }
};
