/** An application's callback, for browsers that really go there. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Callback {
  readonly url: string;
  close(): Promise<void>;
}

export const openCallback = async (): Promise<Callback> => {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end('<!doctype html><title>App</title><h1>Back at the app</h1>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/callback`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
