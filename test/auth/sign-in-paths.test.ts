/**
 * Every combination of flow, first factor, status, pool MFA, enrolled factors, preference, passkey setting and device,
 * walked from the beginning to tokens: each right answer is given, and the questions must come in the order that this
 * table says.
 */
import { describe, expect, test } from 'vitest';
import { nextStep, type SignInPolicy } from '../../src/core/auth/next-step.ts';
import {
  type ChallengeName,
  type FirstFactorChallenge,
  type MfaChallenge,
  type Progress,
  type Proof,
  type SignInFlow,
  withProof,
} from '../../src/core/auth/state.ts';

const FIRST_FACTORS = ['EMAIL_OTP', 'PASSWORD', 'PASSWORD_SRP', 'SMS_OTP', 'WEB_AUTHN'] as const;
const METHODS = ['EMAIL_OTP', 'SMS_MFA', 'SOFTWARE_TOKEN_MFA'] as const;

interface Start {
  readonly name: string;
  readonly flow: SignInFlow;
  readonly proofs: readonly Proof[];
  readonly asks: readonly ChallengeName[];
  /** What the first factor is worth. */
  readonly shows: 'password' | 'code' | 'passkey' | 'custom';
  readonly chosen?: FirstFactorChallenge;
  /** What the pool's own code asks for first. */
  readonly customStep?: 'PASSWORD_VERIFIER';
}

const withPassword = (flow: SignInFlow): Start => ({
  name: flow,
  flow,
  proofs: [{ by: 'password' }],
  asks: [],
  shows: 'password',
});

const chosen: Record<FirstFactorChallenge, Pick<Start, 'asks' | 'shows'>> = {
  EMAIL_OTP: { asks: ['EMAIL_OTP'], shows: 'code' },
  PASSWORD: { asks: ['PASSWORD'], shows: 'password' },
  PASSWORD_SRP: { asks: ['PASSWORD_SRP', 'PASSWORD_VERIFIER'], shows: 'password' },
  SMS_OTP: { asks: ['SMS_OTP'], shows: 'code' },
  WEB_AUTHN: { asks: ['WEB_AUTHN'], shows: 'passkey' },
};

const starts: readonly Start[] = [
  withPassword('USER_PASSWORD_AUTH'),
  withPassword('ADMIN_USER_PASSWORD_AUTH'),
  withPassword('ADMIN_NO_SRP_AUTH'),
  { name: 'USER_SRP_AUTH', flow: 'USER_SRP_AUTH', proofs: [], asks: ['PASSWORD_VERIFIER'], shows: 'password' },
  { name: 'CUSTOM_AUTH', flow: 'CUSTOM_AUTH', proofs: [], asks: ['CUSTOM_CHALLENGE'], shows: 'custom' },
  {
    name: 'CUSTOM_AUTH with SRP_A',
    flow: 'CUSTOM_AUTH',
    proofs: [],
    customStep: 'PASSWORD_VERIFIER',
    asks: ['PASSWORD_VERIFIER', 'CUSTOM_CHALLENGE'],
    shows: 'password',
  },
  {
    name: 'USER_AUTH right after a sign-up',
    flow: 'USER_AUTH',
    proofs: [{ by: 'one-time-code', via: 'EMAIL_OTP' }],
    asks: [],
    shows: 'code',
  },
  ...FIRST_FACTORS.map(
    (factor): Start => ({
      name: `USER_AUTH by ${factor}`,
      flow: 'USER_AUTH',
      proofs: [],
      chosen: factor,
      asks: ['SELECT_CHALLENGE', ...chosen[factor].asks],
      shows: chosen[factor].shows,
    }),
  ),
];

interface Case {
  readonly temporary: boolean;
  readonly mfa: SignInPolicy['mfa'];
  readonly enrolled: readonly MfaChallenge[];
  readonly preferred: MfaChallenge | undefined;
  readonly passkeyIsTwoFactors: boolean;
  readonly device: 'none' | 'unknown' | 'remembered';
}

const subsets = METHODS.reduce<readonly (readonly MfaChallenge[])[]>(
  (sets, method) => sets.flatMap((set) => [set, [...set, method]]),
  [[]],
);

function* cases(): Generator<Case> {
  for (const temporary of [false, true])
    for (const mfa of ['OFF', 'OPTIONAL', 'ON'] as const)
      for (const enrolled of subsets)
        for (const preferred of [undefined, ...METHODS])
          for (const passkeyIsTwoFactors of [false, true])
            for (const device of ['none', 'unknown', 'remembered'] as const)
              yield { temporary, mfa, enrolled, preferred, passkeyIsTwoFactors, device };
}

/** The one right order of questions. */
const expected = (start: Start, it: Case): ChallengeName[] => {
  const newPassword = it.temporary && start.shows === 'password';
  return [
    ...start.asks,
    ...(newPassword ? ['NEW_PASSWORD_REQUIRED' as const] : []),
    ...(it.device === 'remembered' ? (['DEVICE_SRP_AUTH', 'DEVICE_PASSWORD_VERIFIER'] as const) : []),
    ...secondFactor(start, it),
  ];
};

const secondFactor = (start: Start, it: Case): ChallengeName[] => {
  const enough = start.shows === 'custom' || (start.shows === 'passkey' && it.passkeyIsTwoFactors);
  if (it.mfa === 'OFF' || enough) return [];
  if (it.enrolled.length === 0) return it.mfa === 'ON' ? ['MFA_SETUP'] : [];
  if (it.device === 'remembered') return [];
  if (it.preferred && it.enrolled.includes(it.preferred)) return [it.preferred];
  const [only] = it.enrolled as [MfaChallenge];
  return it.enrolled.length === 1 ? [only] : ['SELECT_MFA_TYPE', only];
};

interface Walk {
  readonly progress: Progress;
  readonly policy: SignInPolicy;
}

const begin = (start: Start, it: Case): Walk => ({
  progress: {
    flow: start.flow,
    proofs: start.proofs,
    ...(start.customStep && { customStep: start.customStep }),
    ...(it.device !== 'none' && { deviceKey: 'us-east-1_key' }),
  },
  policy: {
    mustChangePassword: it.temporary,
    mfa: it.mfa,
    enrolledMfa: it.enrolled,
    ...(it.preferred && { preferredMfa: it.preferred }),
    passkeyIsTwoFactors: it.passkeyIsTwoFactors,
    firstFactors: FIRST_FACTORS,
    deviceRemembered: it.device === 'remembered',
  },
});

const proved = ({ progress, policy }: Walk, proof: Proof): Walk => ({ progress: withProof(progress, proof), policy });
const changed = ({ progress, policy }: Walk, more: Partial<Progress>): Walk => ({
  progress: { ...progress, ...more },
  policy,
});

/** What a right answer to each question comes to. */
const answered = (walk: Walk, challenge: ChallengeName, start: Start): Walk => {
  const { progress, policy } = walk;
  switch (challenge) {
    case 'SELECT_CHALLENGE':
      return changed(walk, { firstFactor: start.chosen as FirstFactorChallenge });
    case 'PASSWORD_SRP':
      return changed(walk, { srpBegun: true });
    case 'PASSWORD':
      return proved(walk, { by: 'password' });
    case 'PASSWORD_VERIFIER': {
      const { customStep: _, ...rest } = progress;
      return proved({ progress: rest, policy }, { by: 'password' });
    }
    case 'WEB_AUTHN':
      return proved(walk, { by: 'passkey', userVerified: true });
    case 'CUSTOM_CHALLENGE':
      return proved(walk, { by: 'custom' });
    case 'NEW_PASSWORD_REQUIRED':
      return { ...proved(walk, { by: 'new-password' }), policy: { ...policy, mustChangePassword: false } };
    case 'DEVICE_SRP_AUTH':
      return changed(walk, { deviceAsked: true });
    case 'DEVICE_PASSWORD_VERIFIER':
      return proved(walk, { by: 'device', deviceKey: progress.deviceKey as string });
    case 'SELECT_MFA_TYPE':
      return changed(walk, { mfaChoice: policy.enrolledMfa[0] as MfaChallenge });
    case 'MFA_SETUP': {
      const after = proved(walk, { by: 'mfa', method: 'SOFTWARE_TOKEN_MFA' });
      return { ...after, policy: { ...policy, enrolledMfa: ['SOFTWARE_TOKEN_MFA'] } };
    }
    case 'SMS_OTP':
      return proved(walk, { by: 'one-time-code', via: 'SMS_OTP' });
    case 'EMAIL_OTP':
      return progress.proofs.length === 0
        ? proved(walk, { by: 'one-time-code', via: 'EMAIL_OTP' })
        : proved(walk, { by: 'mfa', method: 'EMAIL_OTP' });
    case 'SMS_MFA':
    case 'SOFTWARE_TOKEN_MFA':
      return proved(walk, { by: 'mfa', method: challenge });
    case 'ADMIN_NO_SRP_AUTH':
      throw new Error('asked for a password that was proved');
  }
};

const walked = (start: Start, it: Case): ChallengeName[] => {
  const asked: ChallengeName[] = [];
  let walk = begin(start, it);
  while (asked.length < 12) {
    const state = nextStep(walk.progress, walk.policy);
    if (state.at === 'complete') return asked;
    asked.push(state.challenge);
    walk = answered(walk, state.challenge, start);
  }
  throw new Error(`never ends: ${asked.join(', ')}`);
};

describe('every sign-in', () => {
  test.each(starts)('$name asks what it must, in order, and then gives tokens', (start) => {
    const wrong = [...cases()].flatMap((it) => {
      const [path, right] = [walked(start, it).join(' '), expected(start, it).join(' ')];
      return path === right ? [] : [{ ...it, path, right }];
    });
    expect(wrong).toEqual([]);
  });

  test('the table has them all', () => {
    expect([...cases()]).toHaveLength(2 * 3 * 8 * 4 * 2 * 3);
    expect(new Set(starts.map(({ flow }) => flow)).size).toBe(6);
  });

  test('a passkey without user verification is one factor, whatever the settings say', () => {
    const progress: Progress = { flow: 'USER_AUTH', proofs: [{ by: 'passkey' }] };
    const it: Case = {
      temporary: false,
      mfa: 'ON',
      enrolled: ['SMS_MFA'],
      preferred: undefined,
      passkeyIsTwoFactors: true,
      device: 'none',
    };
    const { policy } = begin(starts[0] as Start, it);
    expect(nextStep(progress, policy)).toMatchObject({ at: 'challenged', challenge: 'SMS_MFA' });
  });
});
