/** A line to PostgreSQL that a test can cut at the worst moment. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** What happens to the next request that holds the marker; connections made later work. */
export type Mishap =
  /** The request never reaches the server. */
  | 'request lost'
  /** The request reaches the server; the answer is cut off with the line. */
  | 'answer lost'
  /** The line breaks for the client; the server gets the request when `release` is called. */
  | 'request late';

export interface CuttableLine {
  readonly url: string;
  /** Arms the mishap for the next request whose bytes hold `marker`. */
  arm(mishap: Mishap, marker: string): void;
  /** Lets a late request through; resolves when the server has closed that line. */
  release(): Promise<void>;
  /** Takes no new lines; those that stand go on. */
  refuse(): void;
  close(): Promise<void>;
}

export const startProxy = async (target: string): Promise<CuttableLine> => {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let armed: { mishap: Mishap; marker: string } | undefined;
  let late: { upstream: Socket; data: Buffer } | undefined;

  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
    let cut = false;
    upstream.on('data', (data) => cut || client.write(data));
    upstream.on('close', () => client.destroy());
    client.on('close', () => cut || upstream.destroy());
    client.on('data', (data) => {
      if (armed === undefined || !data.includes(armed.marker)) {
        upstream.write(data);
        return;
      }
      const { mishap } = armed;
      armed = undefined;
      cut = true;
      if (mishap === 'request lost') upstream.destroy();
      if (mishap === 'request late') late = { upstream, data };
      if (mishap === 'answer lost') {
        upstream.write(data);
        upstream.once('data', () => upstream.destroy());
      } else client.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: Object.assign(new URL(target), { port: (server.address() as { port: number }).port }).href,
    arm: (mishap, marker) => {
      armed = { mishap, marker };
    },
    release: async () => {
      const { upstream, data } = late!;
      const closed = once(upstream, 'close');
      // A message "Terminate" after the request: the server answers, then closes.
      upstream.write(Buffer.concat([data, Buffer.from([0x58, 0, 0, 0, 4])]));
      await closed;
    },
    refuse: () => {
      server.close();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
};
