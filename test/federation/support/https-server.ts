/** An HTTPS server of this machine, for a provider to stand on. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfSigned } from '../../shell/support/certificate.ts';

export interface HttpsServer {
  readonly url: string;
  readonly ca: string;
  readonly caFile: string;
  handle(listener: RequestListener): void;
  close(): Promise<void>;
}

export const openHttps = async (): Promise<HttpsServer> => {
  const { cert, key } = selfSigned('localhost');
  const folder = mkdtempSync(join(tmpdir(), 'poolhouse-provider-'));
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, cert);
  let handler: RequestListener = (_request, response) => response.writeHead(404).end();
  const server = createServer({ cert, key }, (request, response) => handler(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://localhost:${port}`,
    ca: cert,
    caFile,
    handle: (listener) => {
      handler = listener;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true });
    },
  };
};

/** What the guarded client needs to reach it. */
export const outboundFlags = ({ caFile }: Pick<HttpsServer, 'caFile'>) => ({
  'outbound-allow': '127.0.0.0/8,::1',
  'outbound-ca-file': caFile,
});
