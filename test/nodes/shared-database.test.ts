/** Two nodes on one PostgreSQL: what is counted or used once holds for both at once, all else within a second. */
import {
  type CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  DeleteUserPoolClientCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  SignUpCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSigner } from '../../src/core/pools/signing-keys.ts';
import { srpClient } from '../auth/support/srp-client.ts';
import { createClient, createConfirmedUser, createPool, PASSWORD } from '../support/builders.ts';
import { createDatabase, type TestDatabase } from '../support/postgres.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let database: TestDatabase;
let one: TestApp;
let two: TestApp;

beforeAll(async () => {
  database = await createDatabase();
  const flags = { 'database-url': database.url, 'public-url': 'http://localhost:7665' };
  // The engine follows from the URL; 'sqlite' only keeps startTestApp from making a database of its own.
  one = await startTestApp({ engine: 'sqlite', flags });
  two = await startTestApp({ engine: 'sqlite', flags: { ...flags, 'data-dir': one.dataDir } });
});
afterAll(async () => {
  await two.stop();
  await one.stop();
  await database.drop();
});

/** As long as a node may go on with what it has read. */
const aSecondLater = () => two.clock.advance(1_000);

const signIn = async ({ cognito }: TestApp, clientId: string, username: string, password = PASSWORD) => {
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  );
  return AuthenticationResult as { AccessToken: string; RefreshToken: string };
};

const refresh = (cognito: CognitoIdentityProviderClient, clientId: string, token: string) =>
  cognito.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: token },
    }),
  );

const whoAmI = ({ cognito }: TestApp, AccessToken: string) => cognito.send(new GetUserCommand({ AccessToken }));

const house = async () => {
  const { Id: poolId } = await createPool(one);
  const { ClientId: clientId } = await createClient(one, poolId);
  const { username } = await createConfirmedUser(one, poolId);
  return { poolId, clientId, username };
};

describe('at once', () => {
  it('a user of one node signs in on the other, and its token is taken by both', async () => {
    const { clientId, username } = await house();
    const { AccessToken } = await signIn(two, clientId, username);
    expect((await whoAmI(one, AccessToken)).Username).toBe(username);
    expect((await whoAmI(two, AccessToken)).Username).toBe(username);
  });

  it('a code sent by one is redeemed on the other, once', async () => {
    const { poolId, clientId } = await house();
    const input = { ClientId: clientId, Username: 'ada' };
    const UserAttributes = [{ Name: 'email', Value: 'ada@example.com' }];
    await one.cognito.send(new UpdateUserPoolCommand({ UserPoolId: poolId, AutoVerifiedAttributes: ['email'] }));
    await one.cognito.send(new SignUpCommand({ ...input, Password: PASSWORD, UserAttributes }));
    const [message] = await two.mailbox({ userPoolId: poolId });
    const confirm = new ConfirmSignUpCommand({ ...input, ConfirmationCode: message?.code });
    const outcomes = await Promise.allSettled([one.cognito.send(confirm), two.cognito.send(confirm)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await signIn(two, clientId, 'ada')).AccessToken).toEqual(expect.any(String));
  });

  it('of two sign-ups for one name on two nodes one wins', async () => {
    const { clientId } = await house();
    const signUp = new SignUpCommand({ ClientId: clientId, Username: 'grace', Password: PASSWORD });
    const outcomes = await Promise.allSettled([one, two, one, two].map(({ cognito }) => cognito.send(signUp)));
    const lost = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason.name);
    expect(lost).toEqual(Array(3).fill('UsernameExistsException'));
  });

  it('a challenge of one is answered on the other, once', async () => {
    const { poolId, clientId, username } = await house();
    const srp = srpClient();
    const { ChallengeParameters = {} } = await one.cognito.send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: 'USER_SRP_AUTH',
        AuthParameters: { USERNAME: username, SRP_A: srp.SRP_A },
      }),
    );
    const answer = new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses: { ...srp.prove(poolId, ChallengeParameters, PASSWORD), USERNAME: username },
    });
    const outcomes = await Promise.allSettled([two.cognito.send(answer), one.cognito.send(answer)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('wrong passwords count together', async () => {
    const { clientId, username } = await house();
    for (const node of [one, two, one, two, one])
      await expect(signIn(node, clientId, username, 'Wrong-horse-1')).rejects.toThrow(
        'Incorrect username or password.',
      );
    for (const node of [one, two])
      await expect(signIn(node, clientId, username)).rejects.toThrow('Password attempts exceeded');
  });

  it('a sign-out everywhere on one is everywhere', async () => {
    const { clientId, username } = await house();
    const { AccessToken, RefreshToken } = await signIn(two, clientId, username);
    await whoAmI(two, AccessToken);
    await one.cognito.send(new GlobalSignOutCommand({ AccessToken }));
    await expect(whoAmI(two, AccessToken)).rejects.toThrow('Access Token has been revoked');
    await expect(refresh(two.cognito, clientId, RefreshToken)).rejects.toThrow('Refresh Token has been revoked');
  });

  it('a refresh token that one revokes, and its access tokens, end on both', async () => {
    const { clientId, username } = await house();
    const { AccessToken, RefreshToken } = await signIn(two, clientId, username);
    await whoAmI(two, AccessToken);
    await one.cognito.send(new RevokeTokenCommand({ ClientId: clientId, Token: RefreshToken }));
    await expect(whoAmI(two, AccessToken)).rejects.toThrow('Access Token has been revoked');
    await expect(refresh(two.cognito, clientId, RefreshToken)).rejects.toThrow('Refresh Token has been revoked');
  });
});

describe('within a second', () => {
  it('a pool’s new settings hold', async () => {
    const { poolId, clientId } = await house();
    const signUp = (Username: string) =>
      two.cognito.send(new SignUpCommand({ ClientId: clientId, Username, Password: PASSWORD }));
    await signUp('before');
    const Policies = { PasswordPolicy: { MinimumLength: 40 } };
    await one.cognito.send(new UpdateUserPoolCommand({ UserPoolId: poolId, Policies }));
    aSecondLater();
    await expect(signUp('after')).rejects.toMatchObject({ name: 'InvalidPasswordException' });
  });

  it('a deleted client is gone', async () => {
    const { poolId, clientId, username } = await house();
    await signIn(two, clientId, username);
    await one.cognito.send(new DeleteUserPoolClientCommand({ UserPoolId: poolId, ClientId: clientId }));
    aSecondLater();
    await expect(signIn(two, clientId, username)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('new signing keys are announced, before anybody signs with them', async () => {
    const { poolId, clientId, username } = await house();
    const { AccessToken: before } = await signIn(two, clientId, username);
    const kids = async () => {
      const answer = await fetch(`${two.endpoint}/${poolId}/.well-known/jwks.json`);
      return ((await answer.json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
    };
    const old = await kids();
    await createSigner(one.core).rotate(poolId);
    const { AccessToken: between } = await signIn(one, clientId, username);
    expect((await whoAmI(two, between)).Username).toBe(username);
    aSecondLater();
    expect(await kids()).toHaveLength(4);
    for (const { clock } of [one, two]) clock.advance(5_000);
    const { AccessToken: after } = await signIn(one, clientId, username);
    expect(old).not.toContain(JSON.parse(Buffer.from(after.split('.')[0] as string, 'base64url').toString()).kid);
    for (const token of [before, between, after]) expect((await whoAmI(two, token)).Username).toBe(username);
  });
});
