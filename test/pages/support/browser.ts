/** A browser without a screen: it keeps cookies by path, follows nothing by itself, and fills in forms. */

import { formsIn, type HtmlForm, linksIn, textIn } from './html.ts';
import { type Answer, type Request, send } from './send.ts';

export interface Shown {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  readonly text: string;
  readonly forms: readonly HtmlForm[];
  readonly links: readonly string[];
  /** Absolute; where the answer is a redirect. */
  readonly location?: URL;
}

export interface Submission {
  readonly values?: Readonly<Record<string, string>>;
  /** `name=value` of the button that is pressed, or its name. */
  readonly button?: string;
  /** Among the page's forms: the one that has a field or button of this name; the first that asks for something. */
  readonly having?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  readonly line: string;
}

export class TestBrowser {
  #cookies: Cookie[] = [];
  readonly headers: Record<string, string> = {};

  get cookies(): readonly Cookie[] {
    return this.#cookies;
  }

  cookie(name: string): string | undefined {
    return this.#cookies.find((cookie) => cookie.name === name)?.value;
  }

  /** As an attacker, or a proxy, might put one there. */
  plant(name: string, value: string, path: string): void {
    this.#keep({ name, value, path, line: '' });
  }

  forget(name: string): void {
    this.#cookies = this.#cookies.filter((cookie) => cookie.name !== name);
  }

  open(url: string | URL, init: Request = {}): Promise<Shown> {
    return this.#fetch(new URL(url), init);
  }

  /** Follows redirects that stay on the host. */
  async visit(url: string | URL): Promise<Shown> {
    let shown = await this.open(url);
    while (shown.location?.host === new URL(url).host) shown = await this.open(shown.location);
    return shown;
  }

  submit(page: Shown, submission: Submission = {}): Promise<Shown> {
    const form = formOf(page, submission);
    const body = new URLSearchParams({ ...form.fields, ...submission.values, ...pressed(form, submission.button) });
    return this.post(new URL(form.action, page.url), body, submission.headers);
  }

  post(url: string | URL, body: URLSearchParams | string, headers: Readonly<Record<string, string>> = {}) {
    const { origin } = new URL(url);
    return this.#fetch(new URL(url), {
      method: 'POST',
      body: body.toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin,
        'sec-fetch-site': 'same-origin',
        ...headers,
      },
    });
  }

  async #fetch(url: URL, init: Request): Promise<Shown> {
    const cookie = this.#cookies
      .filter(({ path }) => url.pathname === path || url.pathname.startsWith(path.replace(/\/?$/, '/')))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
    const headers = { ...this.headers, ...(cookie && { cookie }), ...init.headers };
    const response = await send(url, { ...init, headers });
    for (const line of response.headers.getSetCookie()) this.#read(line);
    return shownOf(url, response);
  }

  #read(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    const path = /;\s*path=([^;]+)/i.exec(line)?.[1] ?? '/';
    const gone = /;\s*max-age=0/i.test(line);
    if (gone) this.#cookies = this.#cookies.filter((cookie) => cookie.name !== name || cookie.path !== path);
    else this.#keep({ name, value, path, line });
  }

  #keep(cookie: Cookie): void {
    const others = this.#cookies.filter(({ name, path }) => name !== cookie.name || path !== cookie.path);
    this.#cookies = [...others, cookie];
  }
}

const shownOf = (url: URL, { status, headers, html }: Answer): Shown => {
  const location = headers.get('location');
  return {
    url: url.href,
    status,
    headers,
    html,
    text: textIn(html),
    forms: formsIn(html),
    links: linksIn(html),
    ...(location !== null && { location: new URL(location, url) }),
  };
};

const formOf = ({ forms, text, status }: Shown, { having }: Submission): HtmlForm => {
  const form = forms.find(({ fields, asks, buttons }) =>
    having === undefined
      ? asks.length > 0 || buttons.length > 0
      : having in fields || asks.includes(having) || buttons.some(({ name }) => name === having),
  );
  if (!form)
    throw new Error(`no form${having === undefined ? '' : ` with ${having}`} on: ${status} ${text.slice(0, 300)}`);
  return form;
};

const pressed = ({ buttons }: HtmlForm, wanted: string | undefined): Record<string, string> => {
  if (wanted === undefined) return {};
  const button = buttons.find(({ name, value }) => wanted === name || wanted === `${name}=${value}`);
  if (!button) throw new Error(`no button ${wanted} among ${JSON.stringify(buttons)}`);
  return { [button.name]: button.value };
};
