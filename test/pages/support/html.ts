/** As much of HTML as a test needs of pages that we write ourselves: forms, links, text. */

export interface HtmlForm {
  readonly action: string;
  readonly method: string;
  /** Hidden and visible fields with their values. */
  readonly fields: Readonly<Record<string, string>>;
  /** Names of visible fields. */
  readonly asks: readonly string[];
  readonly buttons: readonly { readonly name: string; readonly value: string }[];
}

export const formsIn = (html: string): HtmlForm[] =>
  [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, opening = '', inside = '']) => {
    const inputs = [...inside.matchAll(/<(?:input|select)\b[^>]*>/g)].map(([tag]) => tag);
    const named = inputs.filter((tag) => attribute(tag, 'name') !== undefined);
    return {
      action: attribute(opening, 'action') ?? '',
      method: (attribute(opening, 'method') ?? 'get').toLowerCase(),
      fields: Object.fromEntries(
        named
          .filter((tag) => attribute(tag, 'type') !== 'checkbox' || /\bchecked\b/.test(tag))
          .map((tag) => [attribute(tag, 'name') ?? '', attribute(tag, 'value') ?? '']),
      ),
      asks: named.filter((tag) => attribute(tag, 'type') !== 'hidden').map((tag) => attribute(tag, 'name') ?? ''),
      buttons: [...inside.matchAll(/<button\b[^>]*>/g)].flatMap(([tag]) => {
        const name = attribute(tag, 'name');
        return name === undefined ? [] : [{ name, value: attribute(tag, 'value') ?? '' }];
      }),
    };
  });

export const linksIn = (html: string): string[] =>
  [...html.matchAll(/<a\b[^>]*>/g)].flatMap(([tag]) => attribute(tag, 'href') ?? []);

/** What a person reads. */
export const textIn = (html: string): string =>
  decoded(
    html
      .replace(/<(head|script|style)\b.*?<\/\1>/gs, ' ')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' '),
  ).trim();

const attribute = (tag: string, name: string): string | undefined => {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : decoded(value);
};

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

const decoded = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (whole, name: string) => ENTITIES[name] ?? whole);
