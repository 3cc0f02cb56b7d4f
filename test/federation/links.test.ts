/** Users of the pool and people at a provider: who is whom. */
import {
  AdminCreateUserCommand,
  AdminDisableProviderForUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminLinkProviderForUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  ForgotPasswordCommand,
  ListUsersCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createConfirmedUser, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { Browser } from './support/browser.ts';
import { outboundFlags } from './support/https-server.ts';
import { type OidcUpstream, openOidcUpstream } from './support/oidc-upstream.ts';
import { createFederatedPool, type FederatedPool, oidcDetails, type PoolOptions } from './support/pool.ts';
import { redeem } from './support/token.ts';

let app: TestApp;
let upstream: OidcUpstream;
beforeAll(async () => {
  upstream = await openOidcUpstream();
  app = await startTestApp({ flags: outboundFlags(upstream) });
});
beforeEach(() => {
  upstream.person = { sub: 'Ann-1', claims: { email: 'ann@example.com', email_verified: true, name: 'Ann' } };
});
afterAll(async () => {
  await app.stop();
  await upstream.close();
});

const open = async (options: PoolOptions = {}): Promise<FederatedPool> => {
  const pool = await createFederatedPool(app, options);
  await pool.provider({
    ProviderDetails: oidcDetails(upstream.url),
    AttributeMapping: { email: 'email', name: 'name' },
  });
  return pool;
};
const signIn = (pool: FederatedPool) => pool.signIn(new Browser({ ca: upstream.ca }), 'Upstream');
const link = (pool: FederatedPool, username: string, value: string, attribute = 'Cognito_Subject') =>
  app.cognito.send(
    new AdminLinkProviderForUserCommand({
      UserPoolId: pool.poolId,
      DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: username },
      SourceUser: {
        ProviderName: 'Upstream',
        ProviderAttributeName: attribute,
        ProviderAttributeValue: value,
      },
    }),
  );
const invalid = (description: string) => ({ error: 'invalid_request', description, state: 'xyz' });
const said = async (pool: FederatedPool) => {
  const { seen: _, ...rest } = await signIn(pool);
  return rest;
};

describe('an identity that was linked before the first sign-in', () => {
  it('signs in as the user it was linked to, whose profile follows the provider', async () => {
    const pool = await open();
    const own = await createConfirmedUser(app, pool.poolId, {
      username: 'ann',
      attributes: { email: 'old@example.com' },
    });
    await link(pool, 'ann', 'Ann-1');
    const { id } = await redeem(pool, await signIn(pool));
    expect(id).toMatchObject({
      sub: own.sub,
      'cognito:username': 'ann',
      identities: [{ userId: 'Ann-1', providerName: 'Upstream', primary: 'false' }],
    });
    expect(await pool.user('ann')).toMatchObject({ status: 'CONFIRMED', name: 'Ann', email: 'ann@example.com' });
    const { Users } = await app.cognito.send(new ListUsersCommand({ UserPoolId: pool.poolId }));
    expect(Users).toHaveLength(1);
  });

  it('may be found by an attribute', async () => {
    const pool = await open();
    const own = await createConfirmedUser(app, pool.poolId, { username: 'ann' });
    await link(pool, 'ann', 'ann@example.com', 'email');
    expect((await redeem(pool, await signIn(pool))).id).toMatchObject({ sub: own.sub });
  });

  it('is not found by an address that the provider calls unverified', async () => {
    const pool = await open();
    const own = await createConfirmedUser(app, pool.poolId, { username: 'ann' });
    await link(pool, 'ann', 'ann@example.com', 'email');
    upstream.person = { sub: 'Mallory', claims: { email: 'ann@example.com', email_verified: false } };
    const { id } = await redeem(pool, await signIn(pool));
    expect(id['sub']).not.toBe(own.sub);
    expect(id['cognito:username']).toBe('Upstream_Mallory');
  });

  it('keeps an address verified that stays the same', async () => {
    const pool = await open();
    await createConfirmedUser(app, pool.poolId, {
      username: 'ann',
      attributes: { email: 'ann@example.com', email_verified: 'true' },
    });
    await link(pool, 'ann', 'Ann-1');
    await signIn(pool);
    expect(await pool.user('ann')).toMatchObject({ email: 'ann@example.com', email_verified: 'true' });
  });

  it('is refused while an administrator wants a new password first', async () => {
    const pool = await open();
    await createConfirmedUser(app, pool.poolId, {
      username: 'ann',
      attributes: { email: 'ann@example.com', email_verified: 'true' },
    });
    await link(pool, 'ann', 'Ann-1');
    await app.cognito.send(new AdminResetUserPasswordCommand({ UserPoolId: pool.poolId, Username: 'ann' }));
    expect(await said(pool)).toEqual(invalid('Password reset required for the user'));
  });

  it('leaves the user the password', async () => {
    const pool = await open();
    const own = await createConfirmedUser(app, pool.poolId, { username: 'ann' });
    await link(pool, 'ann', 'Ann-1');
    await signIn(pool);
    await expect(
      app.cognito.send(
        new AdminInitiateAuthCommand({
          UserPoolId: pool.poolId,
          ClientId: pool.clientId,
          AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: 'ann', PASSWORD: own.password },
        }),
      ),
    ).resolves.toHaveProperty('AuthenticationResult.AccessToken');
  });
});

describe('an identity that has signed in', () => {
  it('is a user of its own, whom nobody merges', async () => {
    const pool = await open();
    await signIn(pool);
    await createConfirmedUser(app, pool.poolId, { username: 'ann' });
    await expect(link(pool, 'ann', 'Ann-1')).rejects.toThrow('Merging is not currently supported');
  });

  it('takes a second provider’s identity as its own', async () => {
    const pool = await open();
    const { id } = await redeem(pool, await signIn(pool));
    await link(pool, 'Upstream_Ann-1', 'Ann-2');
    upstream.person = { sub: 'Ann-2', claims: { name: 'Ann' } };
    expect((await redeem(pool, await signIn(pool))).id['sub']).toBe(id['sub']);
  });

  it('is refused when its link was taken away, until it is a user of its own', async () => {
    const pool = await open();
    const own = await createConfirmedUser(app, pool.poolId, { username: 'ann' });
    await link(pool, 'ann', 'Ann-1');
    await signIn(pool);
    await app.cognito.send(
      new AdminDisableProviderForUserCommand({
        UserPoolId: pool.poolId,
        User: {
          ProviderName: 'Upstream',
          ProviderAttributeName: 'Cognito_Subject',
          ProviderAttributeValue: 'Ann-1',
        },
      }),
    );
    const { id } = await redeem(pool, await signIn(pool));
    expect(id['sub']).not.toBe(own.sub);
    expect(id['cognito:username']).toBe('Upstream_Ann-1');
  });

  it('is refused while its user is blocked', async () => {
    const pool = await open();
    await signIn(pool);
    await app.cognito.send(new AdminDisableUserCommand({ UserPoolId: pool.poolId, Username: 'Upstream_Ann-1' }));
    expect(await said(pool)).toEqual(invalid('User is disabled.'));
  });

  it('may be given a password, and then signs in by both', async () => {
    const pool = await open();
    const { id } = await redeem(pool, await signIn(pool));
    const Username = 'Upstream_Ann-1';
    await app.cognito.send(
      new AdminSetUserPasswordCommand({ UserPoolId: pool.poolId, Username, Password: PASSWORD, Permanent: true }),
    );
    expect(await pool.user(Username)).toMatchObject({ status: 'CONFIRMED' });
    const { AuthenticationResult } = await app.cognito.send(
      new AdminInitiateAuthCommand({
        UserPoolId: pool.poolId,
        ClientId: pool.clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: Username, PASSWORD },
      }),
    );
    expect(AuthenticationResult?.IdToken).toMatch(/./);
    expect((await redeem(pool, await signIn(pool))).id['sub']).toBe(id['sub']);
  });

  it('cannot be sent a code to reset a password that it has not', async () => {
    const pool = await open();
    await signIn(pool);
    const forgot = app.cognito.send(new ForgotPasswordCommand({ ClientId: pool.clientId, Username: 'Upstream_Ann-1' }));
    await expect(forgot).rejects.toThrow('User password cannot be reset in the current state.');
  });

  it('signs in no more when it is taken from its user', async () => {
    const pool = await open();
    await signIn(pool);
    await app.cognito.send(
      new AdminDisableProviderForUserCommand({
        UserPoolId: pool.poolId,
        User: {
          ProviderName: 'Upstream',
          ProviderAttributeName: 'Cognito_Subject',
          ProviderAttributeValue: 'Ann-1',
        },
      }),
    );
    expect(await said(pool)).toEqual(invalid('Already found an entry for username Upstream_Ann-1'));
  });

  it('has no password that could be tried', async () => {
    const pool = await open();
    await signIn(pool);
    await expect(
      app.cognito.send(
        new AdminInitiateAuthCommand({
          UserPoolId: pool.poolId,
          ClientId: pool.clientId,
          AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: 'Upstream_Ann-1', PASSWORD },
        }),
      ),
    ).rejects.toThrow('Incorrect username or password.');
  });
});

describe('names', () => {
  it('do not collide where e-mail addresses are usernames: a password user and a federated one are two', async () => {
    const pool = await open({ pool: { UsernameAttributes: ['email'] } });
    const own = await createConfirmedUser(app, pool.poolId, { username: 'ann@example.com' });
    const { id } = await redeem(pool, await signIn(pool));
    expect(id).toMatchObject({ email: 'ann@example.com', 'cognito:username': 'Upstream_Ann-1' });
    const byAddress = await app.cognito.send(
      new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: 'ann@example.com' }),
    );
    expect(byAddress.UserAttributes).toContainEqual({ Name: 'sub', Value: own.sub });
  });

  it('of addresses stay free for whoever signs up with a password', async () => {
    const pool = await open({ pool: { AliasAttributes: ['email'] } });
    await signIn(pool);
    const made = await app.cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: pool.poolId,
        Username: 'ann',
        UserAttributes: [
          { Name: 'email', Value: 'ann@example.com' },
          { Name: 'email_verified', Value: 'true' },
        ],
      }),
    );
    expect(made.User?.Username).toBe('ann');
  });

  it('that a linked user may not take refuse the sign-in', async () => {
    const mapped = await createFederatedPool(app, { pool: { AliasAttributes: ['email'] } });
    await mapped.provider({
      ProviderDetails: oidcDetails(upstream.url),
      AttributeMapping: { email: 'email', email_verified: 'email_verified' },
    });
    for (const [username, email] of Object.entries({ ann: 'ann@example.org', bob: 'ann@example.com' })) {
      await createConfirmedUser(app, mapped.poolId, { username, attributes: { email, email_verified: 'true' } });
    }
    await link(mapped, 'ann', 'Ann-1');
    expect(await said(mapped)).toEqual(invalid('An account with the email already exists.'));
  });

  it('that somebody has taken before refuse the identity', async () => {
    const pool = await open();
    await app.cognito.send(
      new SignUpCommand({ ClientId: pool.clientId, Username: 'Upstream_Ann-1', Password: PASSWORD }),
    );
    expect(await said(pool)).toEqual(invalid('Already found an entry for username Upstream_Ann-1'));
  });

  it('are made of no subject that makes no username', async () => {
    const pool = await open();
    upstream.person = { sub: 'x'.repeat(200), claims: {} };
    expect(await said(pool)).toEqual(invalid('Invalid user attributes: username: Invalid username format.\n'));
  });
});
