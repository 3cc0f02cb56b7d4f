/** What the templates of the pages share: the frame, the look, and words. */
import type { html } from 'hono/html';
import type { Look } from './looks/look.ts';
import type { Frame } from './page.ts';
import type { TextKey, Texts } from './texts/index.ts';

/** Escaped already; promises only where a part is made asynchronously. */
export type Html = ReturnType<typeof html>;

export interface View {
  readonly frame: Frame;
  readonly look: Look;
  readonly texts: Texts;
  readonly t: (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;
  /** An address of the site that carries the authorization request along; `path` begins with a slash. */
  readonly to: (path: string) => string;
}

/** One page, as its template fills it; document.ts puts it into the look. */
export interface Body {
  readonly title: string;
  readonly description?: string | undefined;
  /** More about it, where the look gives instructions. */
  readonly instructions?: string | undefined;
  /** The picture that belongs to it, where the look shows pictures. */
  readonly graphic?: Graphic | undefined;
  /** In its place: something is done. */
  readonly done?: boolean;
  readonly content: Html;
  /** Below the form: other ways to go. */
  readonly after?: Html | undefined;
  /** What was refused, field by field. */
  readonly problems?: readonly Problem[];
  /** A step of a sign-in, which has its time. */
  readonly timed?: boolean;
  /** Two columns of ways to sign in, where a look has them. */
  readonly wide?: boolean;
}

export type Graphic = 'AUTH_APP' | 'EMAIL' | 'PASSKEY' | 'PASSWORD' | 'SMS';

export interface Problem {
  /** Of the field's element. */
  readonly id: string;
  readonly text: string;
}
