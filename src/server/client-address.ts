/** Who the client is: forwarding headers count only when a trusted proxy sent them. */
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { networkMatcher, plainAddress } from '../config/addresses.ts';

export interface ClientAddress {
  readonly sourceIp: string;
  readonly secure: boolean;
  readonly forwarded: boolean;
}

export const clientAddressReader = (trustedProxies: readonly string[]) => {
  const trusted = networkMatcher(trustedProxies);
  return (request: IncomingMessage): ClientAddress => {
    const peer = plainAddress(request.socket.remoteAddress ?? '');
    const encrypted = (request.socket as TLSSocket).encrypted === true;
    const chain = headerOf(request, 'x-forwarded-for');
    const forwarded =
      chain !== undefined || request.headers['forwarded'] !== undefined || request.headers.via !== undefined;
    if (!trusted(peer)) return { sourceIp: peer, secure: encrypted, forwarded };
    const scheme = headerOf(request, 'x-forwarded-proto')?.split(',').at(-1)?.trim().toLowerCase();
    return {
      sourceIp: lastUntrusted(chain, peer, trusted),
      secure: scheme ? scheme === 'https' : encrypted,
      forwarded,
    };
  };
};

/** From the right, the first address that no trusted proxy has: everything left of it the client may have made up. */
const lastUntrusted = (chain: string | undefined, peer: string, trusted: (address: string) => boolean): string => {
  let nearestKnown = peer;
  for (const entry of (chain ?? '').split(',').reverse()) {
    const address = plainAddress(withoutPort(entry.trim()));
    if (isIP(address) === 0) return nearestKnown;
    if (!trusted(address)) return address;
    nearestKnown = address;
  }
  return nearestKnown;
};

const withoutPort = (entry: string): string =>
  /^\[(.+)\](:\d+)?$/.exec(entry)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(entry)?.[1] ?? entry;

const headerOf = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
};
