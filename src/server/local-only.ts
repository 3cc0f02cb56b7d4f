/**
 * Keeps web pages of strangers away from a `dev` server, which takes any access key: a page whose name was re-bound
 * to 127.0.0.1 shows by its Host, a page of another site by its Origin. Local apps (http://localhost:3000) pass.
 */
import { isLoopback } from '../config/addresses.ts';

export interface LocalOnlyConfig {
  readonly publicUrl?: string | undefined;
  readonly issuerUrl?: string | undefined;
  readonly allowedOrigins: readonly string[];
}

/** Answers why a request is refused, or undefined. */
export const localOnlyCheck = (config: LocalOnlyConfig) => {
  const ownHosts = new Set(
    [config.publicUrl, config.issuerUrl].flatMap((each) => (each ? [new URL(each).hostname] : [])),
  );
  const origins = new Set(config.allowedOrigins.map((each) => new URL(each).origin));
  const isOwn = (hostname: string) =>
    ownHosts.has(hostname) || [...ownHosts].some((own) => hostname.endsWith(`.auth.${own}`));
  const known = (hostname: string | undefined) => hostname !== undefined && (isLocalName(hostname) || isOwn(hostname));
  return (host: string | undefined, origin: string | undefined): string | undefined => {
    if (!known(hostnameOf(`http://${host ?? ''}`))) {
      return 'This development server answers to localhost only. To reach it by another name set public-url.';
    }
    if (origin === undefined || origins.has(origin) || known(hostnameOf(origin))) return undefined;
    return 'This development server takes calls of local web pages only. Add yours to allowed-origins.';
  };
};

const hostnameOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).hostname : undefined);

const isLocalName = (hostname: string): boolean => {
  const bare = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return isLoopback(bare) || bare.endsWith('.localhost');
};
