/** One HTTP request. Browsers find `*.localhost` by themselves; programs do not, and `fetch` sends no Host of one's own. */
import { request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Request {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

export const send = (url: URL, { method = 'GET', headers = {}, body }: Request): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: url.port,
        path: `${url.pathname}${url.search}`,
        method,
        headers: {
          host: url.host,
          ...headers,
          ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
        },
      },
      (incoming) => {
        const received = new Headers();
        for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
          received.append(incoming.rawHeaders[at] ?? '', incoming.rawHeaders[at + 1] ?? '');
        }
        text(incoming).then((html) => resolve({ status: incoming.statusCode ?? 0, headers: received, html }), reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
