/** Users who bring hashes of their passwords. The hashes are published vectors or other implementations' own work. */
import {
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  ChangePasswordCommand,
  InitiateAuthCommand,
  type PasswordHashingAlgorithmType,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { hashSync } from 'bcryptjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { srpClient } from '../auth/support/srp-client.ts';
import { createClient, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { importRows, logOf, person } from './support.ts';

let app: TestApp;
let poolId: string;
let clientId: string;

beforeAll(async () => {
  app = await startTestApp();
  const pool = await createPool(app, { AutoVerifiedAttributes: ['email'] });
  poolId = pool.Id;
  clientId = (await createClient(app, poolId)).ClientId;
});
afterAll(() => app.stop());

const signIn = async (name: string, password: string) => {
  const { AuthenticationResult } = await app.cognito.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: clientId,
      AuthParameters: { USERNAME: name, PASSWORD: password },
    }),
  );
  return AuthenticationResult?.AccessToken;
};
const refused = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };

const stored = async (name: string) => (await app.core.store.users.byAlias(poolId, 'username', name))?.password;

interface Vector {
  readonly says: string;
  readonly algorithm: PasswordHashingAlgorithmType;
  readonly password: string;
  readonly hash: () => string;
}

const vectors: Vector[] = [
  {
    says: 'bcrypt of crypt_blowfish',
    algorithm: 'BCRYPT',
    password: 'U*U*U',
    hash: () => '$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a',
  },
  {
    says: 'bcrypt as PHP writes it',
    algorithm: 'BCRYPT',
    password: 'pässwörd',
    hash: () => hashSync('pässwörd', 6).replace('$2b$', '$2y$'),
  },
  {
    says: "argon2id of the reference implementation's tests",
    algorithm: 'ARGON2ID',
    password: 'password',
    hash: () => '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
  },
  {
    says: "scrypt of Python's hashlib",
    algorithm: 'SCRYPT',
    password: 'Correct horse',
    hash: () => '$scrypt$ln=14,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$HjM912YiA4v6kAEeD8pCNgcprcM6tWB88GSbx/x6bUI',
  },
  {
    says: "PBKDF2 of Python's hashlib, as passlib writes it",
    algorithm: 'PBKDF2_SHA256',
    password: 'Correct horse',
    hash: () => '$pbkdf2-sha256$29000$8PHy8/T19vf4.fr7/P3./w$B5mviHN8FHBLLurnLAA0nck/v1hz6aWE19/OIMRxYrA',
  },
  {
    says: 'PBKDF2 as Django writes it',
    algorithm: 'PBKDF2_SHA256',
    password: 'Correct horse',
    hash: () => 'pbkdf2_sha256$26000$NaCl4you$O3vJPTNU9Et6qQPgnAKLOmo0/w2a75hibGSX30UFtIo=',
  },
];

/** A comma within a value has a backslash before it. */
const cell = (hash: string): string => hash.replaceAll(',', '\\,');

describe.each(vectors)('$says', ({ says, algorithm, password, hash }) => {
  const name = says.replace(/\W/g, '-').toLowerCase();

  it('signs in with the password, from then on by SRP too', { timeout: 30_000 }, async () => {
    const rows = [person(name, { 'cognito:password_hash': cell(hash()) })];
    const job = await importRows(app, poolId, rows, { PasswordHashingAlgorithm: algorithm });
    expect(job).toMatchObject({ Status: 'Succeeded', ImportedUsers: 1, PasswordHashingAlgorithm: algorithm });
    const { UserStatus } = await app.cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: name }));
    expect(UserStatus).toBe('CONFIRMED');
    expect((await stored(name))?.algorithm).toBe(algorithm);
    await expect(signIn(name, `${password}x`)).rejects.toMatchObject(refused);
    await expect(srp(name, password)).rejects.toMatchObject(refused);
    expect((await stored(name))?.algorithm).toBe(algorithm);
    expect(await signIn(name, password)).toEqual(expect.any(String));
    expect((await stored(name))?.algorithm).toBe(undefined);
    expect(await srp(name, password)).toEqual(expect.any(String));
    await expect(signIn(name, `${password}x`)).rejects.toMatchObject(refused);
  });
});

const srp = async (name: string, password: string) => {
  const client = srpClient();
  const { ChallengeName, ChallengeParameters = {} } = await app.cognito.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_SRP_AUTH',
      ClientId: clientId,
      AuthParameters: { USERNAME: name, SRP_A: client.SRP_A },
    }),
  );
  const { AuthenticationResult } = await app.cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName,
      ChallengeResponses: client.prove(poolId, ChallengeParameters, password),
    }),
  );
  return AuthenticationResult?.AccessToken;
};

it('keeps users without a hash in a state to be reset', async () => {
  const rows = [person('bare'), person('other', { 'cognito:password_hash': hashSync('x', 4) })];
  await importRows(app, poolId, rows, { PasswordHashingAlgorithm: 'BCRYPT' });
  await expect(signIn('bare', 'anything')).rejects.toMatchObject({ name: 'PasswordResetRequiredException' });
});

it.each<[PasswordHashingAlgorithmType, string]>([
  ['BCRYPT', '$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHQ$Bo1isk5iWVyqbr5gYGCwpWhw26v2+NQf'],
  ['BCRYPT', '$2b$31$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a'],
  ['BCRYPT', '$2b$05$short'],
  ['ARGON2ID', '$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'],
  ['ARGON2ID', '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'],
  ['SCRYPT', '$scrypt$ln=40,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw'],
  ['PBKDF2_SHA256', '$pbkdf2-sha256$99999999$AAEC$AAECAwQFBgcICQoLDA0ODw'],
  ['PBKDF2_SHA256', 'password'],
])('refuses what is no %s hash, or costs too much to check: %s', async (algorithm, hash) => {
  const name = `bad-${Math.random().toString(36).slice(2)}`;
  const rows = [person(name, { 'cognito:password_hash': cell(hash) })];
  const job = await importRows(app, poolId, rows, { PasswordHashingAlgorithm: algorithm });
  expect(await logOf(job)).toEqual([
    `[FAILED] Line Number 2 - cognito:password_hash is not a supported ${algorithm} hash.`,
  ]);
});

it('remembers a hash among the former passwords', async () => {
  const policy = { PasswordPolicy: { MinimumLength: 6, PasswordHistorySize: 2 } };
  const pool = await createPool(app, { AutoVerifiedAttributes: ['email'], Policies: policy });
  const rows = [person('former', { 'cognito:password_hash': hashSync('Former-1', 4) })];
  await importRows(app, pool.Id, rows, { PasswordHashingAlgorithm: 'BCRYPT' });
  const assign = (Password: string) =>
    app.cognito.send(
      new AdminSetUserPasswordCommand({ UserPoolId: pool.Id, Username: 'former', Password, Permanent: true }),
    );
  const again = { name: 'PasswordHistoryPolicyViolationException' };
  await expect(assign('Former-1')).rejects.toMatchObject(again);
  await assign('Newer-2');
  await expect(assign('Former-1')).rejects.toMatchObject(again);
});

it('counts wrong guesses at a hash as at any password', async () => {
  await importRows(app, poolId, [person('guessed', { 'cognito:password_hash': hashSync('right', 4) })], {
    PasswordHashingAlgorithm: 'BCRYPT',
  });
  for (let guess = 0; guess < 5; guess += 1) await expect(signIn('guessed', 'wrong')).rejects.toMatchObject(refused);
  await expect(signIn('guessed', 'right')).rejects.toMatchObject({ message: 'Password attempts exceeded' });
});

it('adopts one password once, however many sign in at a time, and keeps no hash beside it', async () => {
  await importRows(app, poolId, [person('crowd', { 'cognito:password_hash': hashSync('Together-1', 4) })], {
    PasswordHashingAlgorithm: 'BCRYPT',
  });
  const tokens = await Promise.all(Array.from({ length: 4 }, () => signIn('crowd', 'Together-1')));
  expect(tokens.every(Boolean)).toBe(true);
  const before = await stored('crowd');
  expect(before?.algorithm).toBe(undefined);
  const change = new ChangePasswordCommand({
    AccessToken: tokens[0],
    PreviousPassword: 'Together-1',
    ProposedPassword: 'Different-2',
  });
  await app.cognito.send(change);
  await expect(signIn('crowd', 'Together-1')).rejects.toMatchObject(refused);
  expect(await signIn('crowd', 'Different-2')).toEqual(expect.any(String));
});
