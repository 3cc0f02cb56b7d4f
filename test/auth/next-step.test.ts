import { describe, expect, test } from 'vitest';
import { nextStep, type SignInPolicy } from '../../src/core/auth/next-step.ts';
import type { Progress, Proof, SignInFlow } from '../../src/core/auth/state.ts';

const policy = (overrides: Partial<SignInPolicy> = {}): SignInPolicy => ({
  mustChangePassword: false,
  mfa: 'OFF',
  enrolledMfa: [],
  passkeyIsTwoFactors: false,
  firstFactors: [],
  deviceRemembered: false,
  ...overrides,
});

const progress = (flow: SignInFlow, proofs: Proof[] = [], more: Partial<Progress> = {}): Progress => ({
  flow,
  proofs,
  ...more,
});

const password: Proof = { by: 'password' };
const newPassword: Proof = { by: 'new-password' };
const device: Proof = { by: 'device', deviceKey: 'us-east-1_key' };
const totp: Proof = { by: 'mfa', method: 'SOFTWARE_TOKEN_MFA' };

interface Row {
  when: string;
  has: Progress;
  asked?: Partial<SignInPolicy>;
  next: string;
}

const firstFactors: Row[] = [
  { when: 'SRP began', has: progress('USER_SRP_AUTH'), next: 'PASSWORD_VERIFIER' },
  { when: 'custom sign-in began', has: progress('CUSTOM_AUTH'), next: 'CUSTOM_CHALLENGE' },
  {
    when: 'the pool’s own code asks for the password',
    has: progress('CUSTOM_AUTH', [], { rounds: [['SRP_A', true, null]], customStep: 'PASSWORD_VERIFIER' }),
    next: 'PASSWORD_VERIFIER',
  },
  {
    when: 'a right password is not enough for the pool’s own code',
    has: progress('CUSTOM_AUTH', [password], { customStep: 'CUSTOM_CHALLENGE' }),
    next: 'CUSTOM_CHALLENGE',
  },
  {
    when: 'a right password was proved and the pool’s own code was not asked: never tokens',
    has: progress('CUSTOM_AUTH', [password]),
    next: 'CUSTOM_CHALLENGE',
  },
  {
    when: 'the pool’s own code is satisfied',
    has: progress('CUSTOM_AUTH', [{ by: 'custom' }]),
    asked: { mfa: 'ON', enrolledMfa: ['SOFTWARE_TOKEN_MFA'] },
    next: 'tokens',
  },
  {
    when: 'the pool’s own code is satisfied without a password that is temporary',
    has: progress('CUSTOM_AUTH', [{ by: 'custom' }]),
    asked: { mustChangePassword: true },
    next: 'tokens',
  },
  {
    when: 'the pool’s own code is satisfied after a temporary password',
    has: progress('CUSTOM_AUTH', [password, { by: 'custom' }]),
    asked: { mustChangePassword: true },
    next: 'NEW_PASSWORD_REQUIRED',
  },
  { when: 'nothing is chosen yet', has: progress('USER_AUTH'), next: 'SELECT_CHALLENGE' },
  {
    when: 'the choice is not among the offered',
    has: progress('USER_AUTH', [], { firstFactor: 'WEB_AUTHN' }),
    asked: { firstFactors: ['PASSWORD'] },
    next: 'SELECT_CHALLENGE',
  },
  {
    when: 'SRP is chosen',
    has: progress('USER_AUTH', [], { firstFactor: 'PASSWORD_SRP' }),
    asked: { firstFactors: ['PASSWORD', 'PASSWORD_SRP'] },
    next: 'PASSWORD_SRP',
  },
  {
    when: 'SRP is chosen and the client has sent its public value',
    has: progress('USER_AUTH', [], { firstFactor: 'PASSWORD_SRP', srpBegun: true }),
    asked: { firstFactors: ['PASSWORD', 'PASSWORD_SRP'] },
    next: 'PASSWORD_VERIFIER',
  },
  ...(['EMAIL_OTP', 'PASSWORD', 'SMS_OTP', 'WEB_AUTHN'] as const).map((factor) => ({
    when: `${factor} is chosen`,
    has: progress('USER_AUTH', [], { firstFactor: factor }),
    asked: { firstFactors: [factor] },
    next: factor,
  })),
  ...(['USER_PASSWORD_AUTH', 'ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'] as const).map((flow) => ({
    when: `${flow} has not proved its password`,
    has: progress(flow),
    next: 'ADMIN_NO_SRP_AUTH',
  })),
];

const afterwards: Row[] = [
  { when: 'the password is proved and nothing else asked', has: progress('USER_SRP_AUTH', [password]), next: 'tokens' },
  {
    when: 'the password is temporary',
    has: progress('USER_PASSWORD_AUTH', [password]),
    asked: { mustChangePassword: true },
    next: 'NEW_PASSWORD_REQUIRED',
  },
  {
    when: 'a temporary password is not proved yet',
    has: progress('USER_SRP_AUTH'),
    asked: { mustChangePassword: true },
    next: 'PASSWORD_VERIFIER',
  },
  {
    when: 'the password is temporary and MFA due: the clients know this order only',
    has: progress('USER_SRP_AUTH', [password]),
    asked: { mustChangePassword: true, mfa: 'ON', enrolledMfa: ['SMS_MFA'] },
    next: 'NEW_PASSWORD_REQUIRED',
  },
  {
    when: 'MFA is due after the new password',
    has: progress('USER_SRP_AUTH', [password, newPassword]),
    asked: { mfa: 'ON', enrolledMfa: ['SMS_MFA'] },
    next: 'SMS_MFA',
  },
  {
    when: 'the pool demands MFA and the user has none',
    has: progress('USER_SRP_AUTH', [password]),
    asked: { mfa: 'ON' },
    next: 'MFA_SETUP',
  },
  {
    when: 'the pool offers MFA and the user has none',
    has: progress('USER_SRP_AUTH', [password]),
    asked: { mfa: 'OPTIONAL' },
    next: 'tokens',
  },
  {
    when: 'MFA is off for the pool, whatever the user has',
    has: progress('USER_SRP_AUTH', [password]),
    asked: { mfa: 'OFF', enrolledMfa: ['SOFTWARE_TOKEN_MFA'] },
    next: 'tokens',
  },
  {
    when: 'the user has two methods and prefers none',
    has: progress('USER_SRP_AUTH', [password]),
    asked: { mfa: 'OPTIONAL', enrolledMfa: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'] },
    next: 'SELECT_MFA_TYPE',
  },
  {
    when: 'the user has two methods and prefers one',
    has: progress('USER_SRP_AUTH', [password]),
    asked: { mfa: 'OPTIONAL', enrolledMfa: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'], preferredMfa: 'SOFTWARE_TOKEN_MFA' },
    next: 'SOFTWARE_TOKEN_MFA',
  },
  {
    when: 'the user chose a method',
    has: progress('USER_SRP_AUTH', [password], { mfaChoice: 'EMAIL_OTP' }),
    asked: { mfa: 'ON', enrolledMfa: ['EMAIL_OTP', 'SOFTWARE_TOKEN_MFA'] },
    next: 'EMAIL_OTP',
  },
  {
    when: 'the choice is not among the methods of the user',
    has: progress('USER_SRP_AUTH', [password], { mfaChoice: 'SMS_MFA' }),
    asked: { mfa: 'ON', enrolledMfa: ['EMAIL_OTP', 'SOFTWARE_TOKEN_MFA'] },
    next: 'SELECT_MFA_TYPE',
  },
  {
    when: 'MFA is answered',
    has: progress('USER_SRP_AUTH', [password, totp]),
    asked: { mfa: 'ON', enrolledMfa: ['SOFTWARE_TOKEN_MFA'] },
    next: 'tokens',
  },
  {
    when: 'a one-time code was the first factor and MFA is due',
    has: progress('USER_AUTH', [{ by: 'one-time-code', via: 'SMS_OTP' }]),
    asked: { mfa: 'ON', enrolledMfa: ['SOFTWARE_TOKEN_MFA'] },
    next: 'SOFTWARE_TOKEN_MFA',
  },
  {
    when: 'a passkey that counts as two factors was the first one',
    has: progress('USER_AUTH', [{ by: 'passkey', userVerified: true }]),
    asked: { mfa: 'ON', enrolledMfa: ['SOFTWARE_TOKEN_MFA'], passkeyIsTwoFactors: true },
    next: 'tokens',
  },
  {
    when: 'the client names a remembered device',
    has: progress('USER_SRP_AUTH', [password], { deviceKey: 'us-east-1_key' }),
    asked: { mfa: 'ON', enrolledMfa: ['SOFTWARE_TOKEN_MFA'], deviceRemembered: true },
    next: 'DEVICE_SRP_AUTH',
  },
  {
    when: 'the device has exchanged keys',
    has: progress('USER_SRP_AUTH', [password], { deviceKey: 'us-east-1_key', deviceAsked: true }),
    asked: { deviceRemembered: true },
    next: 'DEVICE_PASSWORD_VERIFIER',
  },
  {
    when: 'the device stands in for the second factor',
    has: progress('USER_SRP_AUTH', [password, device], { deviceKey: 'us-east-1_key' }),
    asked: { mfa: 'ON', enrolledMfa: ['SOFTWARE_TOKEN_MFA'], deviceRemembered: true },
    next: 'tokens',
  },
  {
    when: 'the client names a device that the user does not remember',
    has: progress('USER_SRP_AUTH', [password], { deviceKey: 'us-east-1_other' }),
    asked: { mfa: 'ON', enrolledMfa: ['SOFTWARE_TOKEN_MFA'] },
    next: 'SOFTWARE_TOKEN_MFA',
  },
];

describe('nextStep', () => {
  test.each([...firstFactors, ...afterwards])('answers $next when $when', ({ has, asked, next }) => {
    const state = nextStep(has, policy(asked));
    expect(state.at === 'complete' ? 'tokens' : state.challenge).toBe(next);
  });

  test('never answers tokens before a first factor is proved', () => {
    const flows = ['ADMIN_NO_SRP_AUTH', 'ADMIN_USER_PASSWORD_AUTH', 'CUSTOM_AUTH', 'USER_AUTH'] as const;
    for (const flow of [...flows, 'USER_PASSWORD_AUTH', 'USER_SRP_AUTH'] as const) {
      for (const proofs of [[], [newPassword], [device], [totp], [newPassword, device, totp]]) {
        const state = nextStep(
          progress(flow, proofs, { deviceKey: 'us-east-1_key' }),
          policy({ deviceRemembered: true }),
        );
        expect(state.at, `${flow} after ${JSON.stringify(proofs)}`).toBe('challenged');
      }
    }
  });
});
