/**
 * Which sign-in a token comes from, to the millisecond, so that a global sign-out ends every sign-in before it and none
 * after it, even within one second (`auth_time` and `iat` count whole seconds).
 *
 * Sign-in and sign-out instants of a user form one rising sequence: a sign-out lies after everything the clock and the
 * user's row know, and a sign-in never before the last sign-out. So neither equal milliseconds nor nodes whose clocks
 * differ let an old token through or a new one fail.
 */
import type { Random } from '../ports.ts';
import type { User } from '../users/user.ts';

type SignedOut = Pick<User, 'tokensValidAfter'>;

/** The instant (epoch ms) of a sign-in that happens now. */
export const signInInstant = (user: SignedOut, now: number): number => Math.max(now, user.tokensValidAfter);

/** The `tokensValidAfter` that ends every sign-in until now. */
export const signOutInstant = (user: SignedOut, now: number): number => signInInstant(user, now) + 1;

export const isSignedOut = (user: SignedOut, instant: number): boolean => instant < user.tokensValidAfter;

/** A `jti`: a version 7 UUID (RFC 9562 section 5.7) whose time is that of the sign-in. */
export function tokenId(random: Pick<Random, 'bytes'>, instant: number): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(instant, 0, 6);
  bytes.set(random.bytes(10), 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** The sign-in's instant in a `jti`. */
export const instantOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
