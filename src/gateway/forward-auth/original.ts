/**
 * The request that a proxy asks about. nginx is told to send X-Original-URI and X-Original-Method; Traefik and Caddy
 * send X-Forwarded-Uri and X-Forwarded-Method; Envoy asks with the request's own method, its path below ours.
 *
 * A client may send the headers of the other family, and its proxy may pass them on. So all that is there must agree,
 * and one family must be whole: what nobody has said, or two say differently, is refused.
 */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

export interface Original {
  readonly method: string;
  /** Path and query as the client sent them. */
  readonly target: string;
  readonly host: string | undefined;
  readonly sourceIp: string | undefined;
  readonly secure: boolean;
}

const METHOD = /^[A-Z]{1,20}$/;

/** Undefined: not said, or not by one voice. @param below what stands after our own path (Envoy) */
export const originalOf = (incoming: IncomingMessage, below: string): Original | undefined => {
  const { headers } = incoming;
  const forwardedHost = one(headers, 'x-forwarded-host');
  const families: Family[] = [
    ...(below === '' ? [] : [{ method: incoming.method, target: below }]),
    { method: one(headers, 'x-original-method'), target: one(headers, 'x-original-uri') },
    { method: one(headers, 'x-original-method'), ...fromUrl(one(headers, 'x-original-url')) },
    { method: one(headers, 'x-forwarded-method'), target: one(headers, 'x-forwarded-uri') },
  ];
  const method = agreed(families.map((each) => each.method));
  const target = agreed(families.map((each) => each.target));
  const host = agreed([forwardedHost, ...families.map((each) => each.host)]);
  if (!method || !target || host === false) return undefined;
  if (!families.some((each) => each.method !== undefined && each.target !== undefined) || !METHOD.test(method))
    return undefined;
  return {
    method,
    target,
    host: host ?? headers.host,
    sourceIp: one(headers, 'x-forwarded-for')?.split(',').at(-1)?.trim() ?? one(headers, 'x-real-ip'),
    secure: one(headers, 'x-forwarded-proto')?.split(',').at(-1)?.trim() === 'https',
  };
};

interface Family {
  readonly method?: string | undefined;
  readonly target?: string | undefined;
  readonly host?: string | undefined;
}

const one = (headers: IncomingHttpHeaders, name: string): string | undefined => {
  const value = headers[name];
  return Array.isArray(value) ? value.join(',') : value;
};

/** Undefined: nobody says; false: they differ. */
const agreed = (said: readonly (string | undefined)[]): string | undefined | false => {
  const [first, ...others] = new Set(said.filter((each) => each !== undefined));
  return others.length > 0 ? false : first;
};

/** The whole URL that ingress-nginx sends; the path is taken as it stands, not as a URL parser would make it. */
const fromUrl = (url: string | undefined): Pick<Family, 'target' | 'host'> => {
  const [, host, target] = /^https?:\/\/([^/?#]+)(.*)$/i.exec(url ?? '') ?? [];
  if (url === undefined) return {};
  return host === undefined ? { target: url } : { host, target: target === '' ? '/' : target };
};
