/** The seeds of software tokens, sealed, and the codes made of them, each good for once. */
import { base32, TOTP_STEP_MS, totpStep } from '../../crypto/totp.ts';
import type { Core } from '../core.ts';
import type { Write } from '../ports.ts';
import type { User } from '../users/user.ts';
import type { SoftwareToken } from './user-mfa.ts';

const SEED_BYTES = 32;
/** A clock may be one step early or late (RFC 6238 section 5.2). */
const SKEW = 1;

type Owner = Pick<User, 'poolId' | 'sub'>;

export interface NewSeed {
  readonly sealed: string;
  /** Base32. Shown to its user once. */
  readonly shown: string;
}

const contextOf = ({ poolId, sub }: Owner): string => `${poolId}/${sub}`;

export const newSeed = (core: Pick<Core, 'random' | 'sealer'>, owner: Owner): NewSeed => {
  const seed = core.random.bytes(SEED_BYTES);
  return { sealed: core.sealer.seal('totp-seed', seed, contextOf(owner)), shown: base32(seed) };
};

/** One code of one seed, by which it is known when it comes again. */
export interface ShownCode {
  readonly ticket: string;
  /** When it would be refused anyway. */
  readonly expiresAt: number;
}

/** The code of the running step, of the one before or of the one after; else undefined. */
export const shownCode = (
  core: Pick<Core, 'clock' | 'sealer'>,
  owner: Owner,
  { sealed }: SoftwareToken,
  code: string,
): ShownCode | undefined => {
  const seed = core.sealer.open('totp-seed', sealed, contextOf(owner));
  const step = totpStep(seed, code, core.clock.now(), SKEW);
  if (step === undefined) return undefined;
  return { ticket: ticketOf(core, owner, seed, step), expiresAt: (step + 1 + SKEW) * TOTP_STEP_MS };
};

/** What makes a code work once (RFC 6238 section 5.2): whoever commits this first has used it. Guard `ticket.used`. */
export const useCode = ({ store }: Pick<Core, 'store'>, { ticket, expiresAt }: ShownCode): Write =>
  store.tickets.use(ticket, expiresAt);

const ticketOf = ({ sealer }: Pick<Core, 'sealer'>, owner: Owner, seed: Uint8Array, step: number): string => {
  const place = `step/${contextOf(owner)}/${Buffer.from(seed).toString('hex')}/${step}`;
  return `totp-${Buffer.from(sealer.mac('totp-seed', place)).toString('base64url')}`;
};
