/** Headers on their way through: what concerns one connection stays behind (RFC 9110 section 7.6.1). */

const HOP_BY_HOP: ReadonlySet<string> = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'trailer'],
  ...['transfer-encoding', 'upgrade', 'http2-settings', 'expect'],
]);

/** Name, value, name, value …: names in lower case, those that `connection` names left out as well. */
export const endToEnd = (rawHeaders: readonly string[], isLeftOut: (name: string) => boolean): [string, string][] => {
  const named = new Set<string>();
  const pairs: [string, string][] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] as string).toLowerCase();
    const value = rawHeaders[at + 1] as string;
    if (name === 'connection') for (const each of value.split(',')) named.add(each.trim().toLowerCase());
    if (!HOP_BY_HOP.has(name) && !isLeftOut(name)) pairs.push([name, value]);
  }
  return named.size > 0 ? pairs.filter(([name]) => !named.has(name)) : pairs;
};

export type HeaderMap = Record<string, string | string[]>;

export const addHeader = (headers: HeaderMap, name: string, value: string): void => {
  const known = headers[name];
  if (known === undefined) headers[name] = value;
  else headers[name] = [...[known].flat(), value];
};

/** Text that came from a request as a header's value: UTF-8, without control characters. */
export const headerValue = (text: string): string =>
  Buffer.from(text)
    .toString('latin1')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not pass.
    .replace(/[\x00-\x1f\x7f]/g, ' ')
    .trim();
