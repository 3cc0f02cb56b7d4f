/** A small browser: cookies by host and path, redirects one at a time, trust in the test's own certificates. */
import { request as sendHttp } from 'node:http';
import { request as sendHttps } from 'node:https';

export interface Seen {
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: string;
  /** Where it redirects to, absolute. */
  readonly location?: string;
}

interface Cookie {
  readonly host: string;
  readonly path: string;
  readonly name: string;
  readonly value: string;
}

export interface BrowserOptions {
  readonly ca?: string;
}

export interface Given {
  readonly form?: Readonly<Record<string, string>>;
  /** As another site's form would send it: cookies stay behind (SameSite=Lax). */
  readonly crossSite?: boolean;
}

export class Browser {
  readonly #ca: string | undefined;
  cookies: Cookie[] = [];

  constructor({ ca }: BrowserOptions = {}) {
    this.#ca = ca;
  }

  /** One request; redirects are not followed. */
  async open(url: string, { form, crossSite }: Given = {}): Promise<Seen> {
    const target = new URL(url);
    const body = form && new URLSearchParams(form).toString();
    const cookie = crossSite ? '' : this.#cookiesFor(target);
    const headers = {
      ...(cookie && { cookie }),
      ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length }),
    };
    const seen = await send(target, { headers, body, ca: this.#ca });
    this.#keep(target, seen.cookies);
    return seen;
  }

  /** Follows redirects until one leads to an address that `isEnd` accepts, or there is no further one. */
  async follow(url: string, isEnd: (location: string) => boolean, given: Given = {}): Promise<Seen> {
    let seen = await this.open(url, given);
    for (let hop = 0; hop < 20; hop += 1) {
      if (seen.location === undefined || isEnd(seen.location)) return seen;
      seen = await this.open(seen.location);
    }
    throw new Error('redirects without end');
  }

  #cookiesFor({ hostname, pathname }: URL): string {
    const fitting = this.cookies.filter((one) => one.host === hostname && pathname.startsWith(one.path));
    return fitting.map(({ name, value }) => `${name}=${value}`).join('; ');
  }

  #keep({ hostname: host }: URL, lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(/;\s*/);
      const at = pair.indexOf('=');
      const path = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? '/';
      const cookie = { host, path, name: pair.slice(0, at), value: pair.slice(at + 1) };
      const others = this.cookies.filter((one) => one.host !== host || one.path !== path || one.name !== cookie.name);
      const gone = attributes.some((one) => /^max-age=0$/i.test(one) || /^expires=Thu, 01 Jan 1970/i.test(one));
      this.cookies = gone || cookie.value === '' ? others : [...others, cookie];
    }
  }
}

const send = (
  url: URL,
  {
    headers,
    body,
    ca,
  }: { headers: Record<string, string | number>; body?: string | undefined; ca?: string | undefined },
): Promise<Seen> =>
  new Promise((resolve, reject) => {
    const options = { method: body === undefined ? 'GET' : 'POST', headers, ca, agent: false } as const;
    const outgoing = (url.protocol === 'https:' ? sendHttps : sendHttp)(url, options, async (message) => {
      const chunks: Buffer[] = [];
      for await (const chunk of message) chunks.push(chunk as Buffer);
      const location = message.headers.location && new URL(message.headers.location, url).href;
      resolve({
        url: url.href,
        status: message.statusCode ?? 0,
        headers: Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, String(value)])),
        cookies: message.headers['set-cookie'] ?? [],
        body: Buffer.concat(chunks).toString(),
        ...(location && { location }),
      });
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
