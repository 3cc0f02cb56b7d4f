/**
 * What the pool offers, demands or switches off, what the user has, has switched on and prefers: every combination, after
 * every first factor, asks what this table says. Above next-step.ts, it holds policy.ts and mfa/factors.ts to it.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { nextStep } from '../../src/core/auth/next-step.ts';
import { policyOf } from '../../src/core/auth/policy.ts';
import type { AuthCore } from '../../src/core/auth/sign-in.ts';
import type { MfaChallenge, Progress } from '../../src/core/auth/state.ts';
import type { UserMfa } from '../../src/core/mfa/user-mfa.ts';
import type { Pool, PoolSettings } from '../../src/core/pools/pool.ts';
import type { User } from '../../src/core/users/user.ts';

const METHODS = ['EMAIL_OTP', 'SMS_MFA', 'SOFTWARE_TOKEN_MFA'] as const;

const subsets = METHODS.reduce<readonly (readonly MfaChallenge[])[]>(
  (sets, method) => sets.flatMap((set) => [set, [...set, method]]),
  [[]],
);

interface Case {
  readonly demanded: 'OFF' | 'ON' | 'OPTIONAL';
  readonly offered: readonly MfaChallenge[];
  /** An address to send to, verified or not, or a software token that was verified. */
  readonly has: readonly MfaChallenge[];
  readonly verified: boolean;
  readonly switchedOn: readonly MfaChallenge[];
  readonly preferred: MfaChallenge | undefined;
}

function* cases(): Generator<Case> {
  for (const demanded of ['OFF', 'OPTIONAL', 'ON'] as const)
    for (const offered of subsets)
      for (const has of subsets)
        for (const verified of [false, true])
          for (const switchedOn of subsets)
            for (const preferred of [undefined, ...switchedOn])
              yield { demanded, offered, has, verified, switchedOn, preferred };
}

/** A token that is there works on; messages go out only where the pool still sends them. */
const right = ({ demanded, offered, has, switchedOn, preferred }: Case): string => {
  if (demanded === 'OFF') return 'tokens';
  const works = has.filter((method) => method === 'SOFTWARE_TOKEN_MFA' || offered.includes(method));
  const wanted = works.filter((method) => switchedOn.includes(method));
  const asked = demanded === 'ON' && wanted.length === 0 ? works : wanted;
  if (asked.length === 0) return demanded === 'ON' ? 'MFA_SETUP' : 'tokens';
  if (preferred && asked.includes(preferred)) return preferred;
  return asked.length > 1 ? 'SELECT_MFA_TYPE' : String(asked[0]);
};

const poolOf = ({ demanded, offered }: Case): Pool => {
  const settings: Partial<PoolSettings> = {
    mfaConfiguration: demanded,
    smsConfiguration: { snsCallerArn: 'arn:aws:iam::000000000000:role/sms' } as never,
    mfaMethods: {
      sms: offered.includes('SMS_MFA'),
      softwareToken: offered.includes('SOFTWARE_TOKEN_MFA'),
      ...(offered.includes('EMAIL_OTP') && { email: {} }),
    },
    allowedFirstFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'],
  };
  return { settings } as Pool;
};

const userOf = ({ has, verified, switchedOn, preferred }: Case): User => {
  const mfa: UserMfa = {
    ...(has.includes('SOFTWARE_TOKEN_MFA') && { totp: { sealed: 'sealed' } }),
    enabled: switchedOn,
    ...(preferred && { preferred }),
  };
  const attributes = {
    ...(has.includes('EMAIL_OTP') && { email: 'a@example.com', email_verified: String(verified) }),
    ...(has.includes('SMS_MFA') && { phone_number: '+15555550100', phone_number_verified: String(verified) }),
  };
  return { sub: 's', username: 'u', status: 'CONFIRMED', attributes, mfa } as unknown as User;
};

const firstFactors: readonly [string, Progress][] = [
  ['a password', { flow: 'USER_PASSWORD_AUTH', proofs: [{ by: 'password' }] }],
  ['a password by SRP', { flow: 'USER_SRP_AUTH', proofs: [{ by: 'password' }] }],
  ['an administrator’s password', { flow: 'ADMIN_USER_PASSWORD_AUTH', proofs: [{ by: 'password' }] }],
  ['a new password', { flow: 'USER_SRP_AUTH', proofs: [{ by: 'password' }, { by: 'new-password' }] }],
  ['a chosen password', { flow: 'USER_AUTH', proofs: [{ by: 'password' }], firstFactor: 'PASSWORD' }],
  ['a chosen code', { flow: 'USER_AUTH', proofs: [{ by: 'one-time-code', via: 'EMAIL_OTP' }] }],
  ['the code of a sign-up', { flow: 'USER_AUTH', proofs: [{ by: 'one-time-code', via: 'SMS_OTP' }] }],
  ['a passkey', { flow: 'USER_AUTH', proofs: [{ by: 'passkey', userVerified: true }] }],
  ['a password and a custom challenge', { flow: 'CUSTOM_AUTH', proofs: [{ by: 'password' }, { by: 'custom' }] }],
];

const asked = async (progress: Progress, it: Case): Promise<string> => {
  const user = userOf(it);
  const signIn = { pool: poolOf(it), client: {} as never, subject: { sub: 's', username: 'u', user }, progress };
  const state = nextStep(progress, await policyOf({ settings: {} } as AuthCore, signIn));
  return state.at === 'complete' ? 'tokens' : state.challenge;
};

describe('the second factor', () => {
  let all: readonly Case[];
  beforeAll(() => {
    all = [...cases()];
  });

  test.each(firstFactors)('after %s', async (_name, progress) => {
    const wrong = await Promise.all(
      all.map(async (it) => ({ ...it, asked: await asked(progress, it), right: right(it) })),
    );
    expect(wrong.filter((row) => row.asked !== row.right)).toEqual([]);
  });

  test('is not asked for after a custom challenge alone, nor for a custom challenge not answered', async () => {
    for (const it of all) {
      expect(await asked({ flow: 'CUSTOM_AUTH', proofs: [{ by: 'custom' }] }, it)).toBe('tokens');
      expect(await asked({ flow: 'CUSTOM_AUTH', proofs: [{ by: 'password' }] }, it)).toBe('CUSTOM_CHALLENGE');
    }
  });

  test('the table has all combinations', () => {
    expect(all).toHaveLength(3 * 8 * 8 * 2 * (8 + 12));
  });
});
