/** The app: built by Vite, and served with the addresses of this installation. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { build } from 'vite';
import { closed, listening, type Part } from './backends.ts';
import { EXAMPLE, type Places, REPOSITORY } from './places.ts';

const BUILT = join(REPOSITORY, '.cache', 'wild-rydes');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export const buildWeb = (): Promise<unknown> =>
  build({ configFile: join(EXAMPLE, 'web', 'vite.config.ts'), logLevel: 'warn', build: { outDir: BUILT } });

export const serveWeb = async ({ ports }: Places, config: object): Promise<Part> => {
  const server = createServer((request, response) => {
    answer(request, response, config).catch(() => response.writeHead(500).end());
  });
  await listening(server, ports.web);
  return { stop: () => closed(server) };
};

const answer = async (request: IncomingMessage, response: ServerResponse, config: object): Promise<void> => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/config.json') {
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    return void response.end(JSON.stringify(config));
  }
  const path = normalize(pathname === '/' ? '/index.html' : pathname);
  const content = await readFile(join(BUILT, path)).catch(() => undefined);
  if (content === undefined) return void response.writeHead(404).end('Not found');
  const isHashed = path.startsWith('/assets/');
  response.writeHead(200, {
    'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
    'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  response.end(content);
};
