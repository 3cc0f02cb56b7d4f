/** The app: built by Vite, and served with the addresses of this installation. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, extname, join, normalize } from 'node:path';
import { promisify } from 'node:util';
import { closed, listening, type Part } from './backends.ts';
import { at, EXAMPLE, type Places } from './places.ts';

const VITE = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin', 'vite.js');

const builtIn = ({ data }: Places): string => join(data, 'web');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** In a process of its own: whoever starts this may be in another mode than production. */
export const buildWeb = async (places: Places): Promise<void> => {
  const words = ['build', join(EXAMPLE, 'web'), '--outDir', builtIn(places), '--emptyOutDir', '--logLevel', 'warn'];
  await promisify(execFile)(process.execPath, [VITE, ...words], {
    cwd: EXAMPLE,
    env: { ...process.env, NODE_ENV: 'production' },
  });
};

export const serveWeb = async (places: Places, config: object): Promise<Part> => {
  const server = createServer((request, response) => {
    answer(request, response, places, config).catch(() => response.writeHead(500).end());
  });
  await listening(server, places.ports.web);
  return { stop: () => closed(server) };
};

/** Scripts and styles of its own; requests to Poolhouse and its gateway; the photo, which the app has as a blob. */
const policy = ({ poolhouse, gateway }: Places['ports']): string =>
  `default-src 'self'; connect-src 'self' ${at(poolhouse)} ${at(gateway)}; img-src 'self' blob:; ` +
  `base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'`;

const answer = async (
  request: IncomingMessage,
  response: ServerResponse,
  places: Places,
  config: object,
): Promise<void> => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/config.json') {
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    return void response.end(JSON.stringify(config));
  }
  const path = normalize(pathname === '/' ? '/index.html' : pathname);
  const content = await readFile(join(builtIn(places), path)).catch(() => undefined);
  if (content === undefined) return void response.writeHead(404).end('Not found');
  const isHashed = path.startsWith('/assets/');
  response.writeHead(200, {
    'content-security-policy': policy(places.ports),
    'x-content-type-options': 'nosniff',
    'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
    'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  response.end(content);
};
