/** TOTP sign-in: a code works once, so there are many users, each with the codes of the steps that a server accepts. */
import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '../src/core/clients/create.ts';
import type { Core } from '../src/core/core.ts';
import { newSeed } from '../src/core/mfa/totp.ts';
import { createPool } from '../src/core/pools/create.ts';
import { aliasWrites } from '../src/core/users/aliases.ts';
import { call } from './load.ts';
import { PASSWORD, userWithPassword } from './seed.ts';

const STEP_MS = 30_000;
const USERS = 2_500;
const BATCH = 100;

export interface TotpUsers {
  readonly clientId: string;
  readonly users: readonly TotpUser[];
}

interface TotpUser {
  readonly username: string;
  readonly seed: Buffer;
  /** The step whose code was used last. */
  used: number;
}

/** In a pool of their own, with the software token switched on. */
export const seedTotpUsers = async (core: Core): Promise<TotpUsers> => {
  const pool = await createPool(
    core,
    { account: '000000000000', region: 'us-east-1' },
    {
      name: 'bench-totp',
      settings: { mfaConfiguration: 'OPTIONAL', mfaMethods: { sms: false, softwareToken: true } },
    },
  );
  const client = await createClient(core, pool, {
    name: 'bench',
    settings: { explicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
  });
  const users: TotpUser[] = [];
  while (users.length < USERS) {
    const names = Array.from({ length: BATCH }, (_, index) => `totp-${users.length + index}`);
    const rows = await Promise.all(names.map((name) => userWithPassword(core, pool, name)));
    const enrolled = rows.map((user) => {
      const seed = newSeed(core, user);
      users.push({ username: user.username, seed: unbase32(seed.shown), used: 0 });
      return { ...user, mfa: { totp: { sealed: seed.sealed }, enabled: ['SOFTWARE_TOKEN_MFA' as const] } };
    });
    await core.store.commit(
      enrolled.flatMap((user) => [core.store.users.insert(user), ...aliasWrites(core, pool, undefined, user)]),
    );
  }
  return { clientId: client.id, users };
};

/** Password, then code: two requests. */
export const totpSignIn = (endpoint: string, { clientId, users }: TotpUsers) => {
  const next = nextCode(users);
  return async (): Promise<void> => {
    const { username, code } = await next();
    const { Session } = await call<{ Session: string }>(endpoint, 'InitiateAuth', {
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD },
    });
    await call(endpoint, 'RespondToAuthChallenge', {
      ClientId: clientId,
      ChallengeName: 'SOFTWARE_TOKEN_MFA',
      ChallengeResponses: { USERNAME: username, SOFTWARE_TOKEN_MFA_CODE: code },
      Session,
    });
  };
};

/** User after user, the oldest code first that the server still takes; waits when all are used up. */
const nextCode = (users: readonly TotpUser[]) => {
  let turn = 0;
  return async (): Promise<{ username: string; code: string }> => {
    for (let tried = 1; ; tried += 1) {
      const user = users[turn++ % users.length] as TotpUser;
      const step = Math.max(user.used + 1, oldestStep(Date.now()));
      if (step <= Math.floor(Date.now() / STEP_MS) + 1) {
        user.used = step;
        return { username: user.username, code: codeOf(user.seed, step) };
      }
      if (tried % users.length === 0) await pause(100);
    }
  };
};

/** The step before the running one, unless that is nearly over and the request might come too late. */
const oldestStep = (now: number): number => Math.floor((now + 5_000) / STEP_MS) - 1;

/** RFC 4226 section 5.3. */
const codeOf = (seed: Buffer, step: number): string => {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', seed).update(counter).digest();
  const at = mac.readUInt8(19) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
};

const unbase32 = (text: string): Buffer => {
  const letters = [...text].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter));
  const bits = letters.map((value) => value.toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
};
