/** Whole valid rows to store. */
import { randomUUID } from 'node:crypto';
import type { Client } from '../../../src/core/clients/client.ts';
import type { Code } from '../../../src/core/codes/code.ts';
import type { Group } from '../../../src/core/groups/group.ts';
import type { Message } from '../../../src/core/messages/message.ts';
import type { Pool } from '../../../src/core/pools/pool.ts';
import type { Attempt, SigningKey } from '../../../src/core/ports.ts';
import type { Alias, User } from '../../../src/core/users/user.ts';

export const newPoolId = () => `us-east-1_${randomUUID().replaceAll('-', '').slice(0, 9)}`;

export const aPool = (overrides: Partial<Pool> = {}): Pool => ({
  id: newPoolId(),
  account: '123456789012',
  region: 'us-east-1',
  version: 1,
  createdAt: 1_700_000_000_123,
  modifiedAt: 1_700_000_000_456,
  name: 'customers',
  usernameAttributes: [],
  aliasAttributes: ['email'],
  caseSensitive: false,
  schema: [{ name: 'email', type: 'String', developerOnly: false, mutable: true, required: false }],
  settings: {
    passwordPolicy: {
      minimumLength: 8,
      requireUppercase: true,
      requireLowercase: true,
      requireNumbers: true,
      requireSymbols: true,
      temporaryPasswordValidityDays: 7,
    },
    allowedFirstFactors: ['PASSWORD'],
    deletionProtection: 'INACTIVE',
    lambdaConfig: {},
    autoVerifiedAttributes: ['email'],
    verificationMessageTemplate: { defaultEmailOption: 'CONFIRM_WITH_CODE' },
    attributesRequireVerificationBeforeUpdate: [],
    mfaConfiguration: 'OFF',
    emailConfiguration: { emailSendingAccount: 'COGNITO_DEFAULT' },
    tags: { team: 'größe "Ω" \\ 😀' },
    adminCreateUser: { allowAdminCreateUserOnly: false, unusedAccountValidityDays: 7 },
    tier: 'ESSENTIALS',
  },
  ...overrides,
});

export const aClient = (poolId: string, overrides: Partial<Client> = {}): Client => ({
  poolId,
  id: randomUUID().replaceAll('-', '').slice(0, 26),
  version: 1,
  createdAt: 1,
  modifiedAt: 2,
  name: 'web',
  sealedSecrets: [{ id: 's1', sealed: `sealed-${randomUUID()}`, createdAt: 3 }],
  settings: {
    refreshTokenValidity: 30,
    allowedOAuthFlowsUserPoolClient: false,
    enableTokenRevocation: true,
    enablePropagateAdditionalUserContextData: false,
    authSessionValidity: 3,
  },
  ...overrides,
});

export const aUser = (poolId: string, overrides: Partial<User> = {}): User => {
  const sub = randomUUID();
  return {
    poolId,
    sub,
    username: `user-${sub}`,
    status: 'CONFIRMED',
    enabled: true,
    createdAt: 10,
    modifiedAt: 20,
    version: 1,
    attributes: {},
    pendingAttributes: {},
    password: { sealed: `sealed-${sub}`, setAt: 5 },
    passwordHistory: [],
    tokensValidAfter: 0,
    ...overrides,
  };
};

export const anAlias = (
  user: Pick<User, 'poolId' | 'sub'>,
  value: string,
  kind: Alias['kind'] = 'username',
): Alias => ({
  poolId: user.poolId,
  kind,
  value,
  sub: user.sub,
});

export const aGroup = (poolId: string, name: string, overrides: Partial<Group> = {}): Group => ({
  poolId,
  name,
  createdAt: 1,
  modifiedAt: 2,
  version: 1,
  ...overrides,
});

export const aCode = (poolId: string, overrides: Partial<Code> = {}): Code => ({
  poolId,
  sub: randomUUID(),
  purpose: 'sign-up',
  hash: randomUUID(),
  destination: 'a@example.com',
  attempts: 0,
  createdAt: 100,
  expiresAt: 200,
  version: 1,
  ...overrides,
});

export const anAttempt = (poolId: string, overrides: Partial<Attempt> = {}): Attempt => ({
  poolId,
  subject: randomUUID(),
  kind: 'password',
  count: 1,
  windowStart: 100,
  lockedUntil: 0,
  expiresAt: 200,
  version: 0,
  ...overrides,
});

let messages = 0;

export const aMessage = (poolId: string, overrides: Partial<Message> = {}): Message => {
  messages += 1;
  return {
    id: `${String(messages).padStart(8, '0')}-${randomUUID()}`,
    poolId,
    username: 'anna',
    channel: 'EMAIL',
    to: 'anna@example.com',
    kind: 'sign-up',
    sealedContent: `sealed-${randomUUID()}`,
    state: 'pending',
    attempts: 0,
    createdAt: 100,
    nextAttemptAt: 100,
    version: 1,
    ...overrides,
  };
};

export const aSigningKey = (poolId: string, overrides: Partial<SigningKey> = {}): SigningKey => ({
  kid: randomUUID(),
  poolId,
  use: 'id',
  state: 'active',
  publicJwk: { kty: 'RSA', n: 'AQAB', e: 'AQAB' },
  sealedPrivateKey: `sealed-${randomUUID()}`,
  createdAt: 1,
  version: 1,
  ...overrides,
});
