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

/** The step whose code this is: the running one, the one before or the one after. Compares in constant time. */
export const stepOf = (
  core: Pick<Core, 'clock' | 'sealer'>,
  owner: Owner,
  { sealed }: SoftwareToken,
  code: string,
): number | undefined => {
  const seed = core.sealer.open('totp-seed', sealed, contextOf(owner));
  const timestamp = core.clock.now();
  const delta = new TOTP({ secret: new Secret({ buffer: arrayBufferOf(seed) }) }).validate({
    token: code,
    timestamp,
    window: SKEW,
  });
  return delta === null ? undefined : Math.floor(timestamp / STEP_MS) + delta;
};

/** What makes a code work once (RFC 6238 section 5.2): whoever commits this first has used it. Guard `ticket.used`. */
export const useStep = ({ store }: Pick<Core, 'store'>, { poolId, sub }: Owner, step: number): Write =>
  store.tickets.use(`totp/${poolId}/${sub}/${step}`, (step + 1 + 2 * SKEW) * STEP_MS);

const arrayBufferOf = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;
