/** A real HTTPS site on this machine, for what providers publish. */

import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfSigned } from '../shell/support/certificate.ts';

export interface Page {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
  /** Answers never. */
  readonly hangs?: boolean;
}

export interface Site {
  readonly url: string;
  readonly port: number;
  readonly ca: string;
  readonly caFile: string;
  readonly pages: Map<string, Page>;
  /** Paths in the order in which they were asked for. */
  readonly asked: string[];
  close(): Promise<void>;
}

export const openSite = async (): Promise<Site> => {
  const { cert, key } = selfSigned('localhost');
  const folder = mkdtempSync(join(tmpdir(), 'poolhouse-site-'));
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, cert);
  const pages = new Map<string, Page>();
  const asked: string[] = [];
  const server = createServer({ cert, key }, (request, response) => {
    asked.push(request.url ?? '');
    const page = pages.get(request.url ?? '') ?? { status: 404 };
    if (page.hangs) return;
    response.writeHead(page.status ?? 200, page.headers);
    response.end(page.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://localhost:${port}`,
    port,
    ca: cert,
    caFile,
    pages,
    asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true });
    },
  };
};
