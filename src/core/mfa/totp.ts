/** Time-based one-time passwords (RFC 6238) as Amazon Cognito has them: SHA-1, six digits, steps of 30 seconds. */
import { Secret, TOTP } from 'otpauth';
import type { Core } from '../core.ts';
import type { Write } from '../ports.ts';
import type { User } from '../users/user.ts';
import type { SoftwareToken } from './user-mfa.ts';

const SEED_BYTES = 32;
const STEP_MS = 30_000;
/** A clock may be one step early or late (RFC 6238 section 5.2). */
const SKEW = 1;

type Owner = Pick<User, 'poolId' | 'sub'>;

export interface NewSeed {
  readonly sealed: string;
  /** Base32 without padding. Shown to its user once. */
  readonly shown: string;
}

const contextOf = ({ poolId, sub }: Owner): string => `${poolId}/${sub}`;

export const newSeed = (core: Pick<Core, 'random' | 'sealer'>, owner: Owner): NewSeed => {
  const seed = core.random.bytes(SEED_BYTES);
  return {
    sealed: core.sealer.seal('totp-seed', seed, contextOf(owner)),
    shown: new Secret({ buffer: arrayBufferOf(seed) }).base32.replace(/=+$/, ''),
  };
};

/** One code of one seed, by which it is known when it comes again. */
export interface ShownCode {
  readonly ticket: string;
  /** When it would be refused anyway. */
  readonly expiresAt: number;
}

/** The code of the running step, of the one before or of the one after; else undefined. Compares in constant time. */
export const shownCode = (
  core: Pick<Core, 'clock' | 'sealer'>,
  owner: Owner,
  { sealed }: SoftwareToken,
  code: string,
): ShownCode | undefined => {
  const seed = core.sealer.open('totp-seed', sealed, contextOf(owner));
  const timestamp = core.clock.now();
  const totp = new TOTP({ secret: new Secret({ buffer: arrayBufferOf(seed) }) });
  const delta = totp.validate({ token: code, timestamp, window: SKEW });
  if (delta === null) return undefined;
  const step = Math.floor(timestamp / STEP_MS) + delta;
  return { ticket: ticketOf(core, owner, seed, step), expiresAt: (step + 1 + SKEW) * STEP_MS };
};

/** What makes a code work once (RFC 6238 section 5.2): whoever commits this first has used it. Guard `ticket.used`. */
export const useCode = ({ store }: Pick<Core, 'store'>, { ticket, expiresAt }: ShownCode): Write =>
  store.tickets.use(ticket, expiresAt);

const ticketOf = ({ sealer }: Pick<Core, 'sealer'>, owner: Owner, seed: Uint8Array, step: number): string => {
  const place = `step/${contextOf(owner)}/${Buffer.from(seed).toString('hex')}/${step}`;
  return `totp-${Buffer.from(sealer.mac('totp-seed', place)).toString('base64url')}`;
};

const arrayBufferOf = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;
