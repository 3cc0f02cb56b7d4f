/** Passkeys over the wire: registration, sign-in, and everything that must not pass. */
import {
  CreateUserPoolDomainCommand,
  DeleteUserCommand,
  DeleteWebAuthnCredentialCommand,
  InitiateAuthCommand,
  ListWebAuthnCredentialsCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { answer, claims, type Place, refused } from '../auth/support/house.ts';
import { createClient, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { Authenticator } from './authenticator.ts';
import {
  accessTokenOf,
  answerPasskey,
  ceremonyOf,
  choose,
  completeRegistration,
  configure,
  makePlace,
  ORIGIN,
  RELYING_PARTY,
  reachable,
  register,
  startRegistration,
} from './support.ts';

let app: TestApp;
let place: Place;

beforeAll(async () => {
  app = await startTestApp();
  place = await makePlace(app);
  await configure(app, place);
});
afterAll(() => app.stop());

const someone = async (at = place) => {
  const { username, sub } = await reachable(app, at);
  return { username, sub, token: await accessTokenOf(app, at, username) };
};

const list = (token: string, more = {}) =>
  app.cognito.send(new ListWebAuthnCredentialsCommand({ AccessToken: token, ...more }));

describe('registration', () => {
  test('asks for a discoverable credential of the relying party', async () => {
    const { username, sub, token } = await someone();
    const options = await startRegistration(app, token);
    expect(options).toEqual({
      rp: { id: RELYING_PARTY, name: RELYING_PARTY },
      user: { id: Buffer.from(sub).toString('base64url'), name: username, displayName: username },
      challenge: expect.stringMatching(/^[\w-]{22,}$/),
      pubKeyCredParams: [
        { type: 'public-key', alg: -7 },
        { type: 'public-key', alg: -257 },
      ],
      timeout: 60_000,
      excludeCredentials: [],
      authenticatorSelection: { requireResidentKey: true, residentKey: 'required', userVerification: 'preferred' },
    });
    const other = await startRegistration(app, token);
    expect(other.challenge).not.toBe(options.challenge);
  });

  test('stores a passkey that is listed, excluded next time, and can be deleted once', async () => {
    const { token } = await someone();
    const { id } = await register(app, token);
    const { Credentials } = await list(token);
    expect(Credentials).toEqual([
      {
        CredentialId: id,
        FriendlyCredentialName: 'Passkey',
        RelyingPartyId: RELYING_PARTY,
        AuthenticatorAttachment: 'platform',
        AuthenticatorTransports: ['internal', 'hybrid'],
        CreatedAt: expect.any(Date),
      },
    ]);
    expect(await startRegistration(app, token)).toMatchObject({
      excludeCredentials: [{ type: 'public-key', id, transports: ['internal', 'hybrid'] }],
    });
    const remove = () =>
      app.cognito.send(new DeleteWebAuthnCredentialCommand({ AccessToken: token, CredentialId: id }));
    await remove();
    await refused(remove(), 'ResourceNotFoundException', 'The requested credential does not exist.');
    expect((await list(token)).Credentials).toEqual([]);
  });

  test('lists in pages, oldest first', async () => {
    const { token } = await someone();
    const ids: string[] = [];
    for (const _ of [1, 2, 3]) ids.push((await register(app, token)).id);
    const first = await list(token, { MaxResults: 2 });
    const rest = await list(token, { MaxResults: 2, NextToken: first.NextToken });
    expect([first, rest].map(({ Credentials }) => Credentials?.map(({ CredentialId }) => CredentialId))).toEqual([
      ids.slice(0, 2),
      ids.slice(2),
    ]);
    expect(rest.NextToken).toBeUndefined();
    const { token: stranger } = await someone();
    await refused(
      list(stranger, { NextToken: first.NextToken }),
      'InvalidParameterException',
      'Invalid pagination token',
    );
  });

  test('ends at twenty', async () => {
    const { token } = await someone();
    const spare = await startRegistration(app, token);
    for (let made = 0; made < 20; made += 1) await register(app, token);
    const message = 'A user can have at most 20 passkeys.';
    await refused(startRegistration(app, token), 'LimitExceededException', message);
    const late = new Authenticator(ORIGIN).create(spare);
    await refused(completeRegistration(app, token, late), 'LimitExceededException', message);
    expect((await list(token, { MaxResults: 20 })).Credentials).toHaveLength(20);
  });

  test('takes a challenge once, also of two at once', async () => {
    const { token } = await someone();
    const options = await startRegistration(app, token);
    const outcomes = await Promise.allSettled(
      [1, 2].map(() => completeRegistration(app, token, new Authenticator(ORIGIN).create(options))),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const late = completeRegistration(app, token, new Authenticator(ORIGIN).create(options));
    await refused(late, 'WebAuthnChallengeNotFoundException', 'The challenge was not found or has expired.');
    expect((await list(token)).Credentials).toHaveLength(1);
  });

  test('takes a challenge of its user, its client and in its time only', async () => {
    const notFound = ['WebAuthnChallengeNotFoundException', 'The challenge was not found or has expired.'] as const;
    const { username, token } = await someone();
    const { token: stranger } = await someone();
    const stolen = new Authenticator(ORIGIN).create(await startRegistration(app, stranger));
    await refused(completeRegistration(app, token, stolen), ...notFound);
    const { ClientId: clientId } = await createClient(app, place.poolId, {
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    });
    const elsewhere = await accessTokenOf(app, { ...place, clientId }, username);
    const begun = new Authenticator(ORIGIN).create(await startRegistration(app, token));
    await refused(
      completeRegistration(app, elsewhere, begun),
      'WebAuthnClientMismatchException',
      'The access token is of another client than the one that started the registration.',
    );
    app.clock.advance(5 * 60_000 + 1);
    await refused(completeRegistration(app, token, begun), ...notFound);
  });

  const lies = {
    'another origin': [{ origin: 'https://example.org' }, 'WebAuthnOriginNotAllowedException'],
    'an origin that only ends alike': [{ origin: 'https://notexample.com' }, 'WebAuthnOriginNotAllowedException'],
    'plain HTTP': [{ origin: 'http://login.example.com' }, 'WebAuthnOriginNotAllowedException'],
    'an origin with a path': [{ origin: 'https://login.example.com/x' }, 'WebAuthnOriginNotAllowedException'],
    'another relying party': [{ relyingPartyId: 'example.org' }, 'WebAuthnRelyingPartyMismatchException'],
    'an algorithm that was not offered': [{ algorithm: -8 }, 'WebAuthnCredentialNotSupportedException'],
    'a credential that cannot be found again': [{ discoverable: false }, 'WebAuthnCredentialNotSupportedException'],
    'a ceremony of another kind': [{ type: 'webauthn.get' }, 'InvalidParameterException'],
  } as const;

  test.each(Object.entries(lies))('refuses %s', async (_what, [lie, code]) => {
    const { token } = await someone();
    await expect(register(app, token, lie)).rejects.toMatchObject({ name: code });
    expect((await list(token)).Credentials).toEqual([]);
  });

  test('takes origins of the relying party and below it', async () => {
    const { token } = await someone();
    await register(app, token, { origin: 'https://example.com' });
    await register(app, token, { origin: 'https://a.b.example.com:8443' });
    expect((await list(token)).Credentials).toHaveLength(2);
  });

  test('takes localhost over plain HTTP where it is the relying party', async () => {
    const local = await makePlace(app);
    await configure(app, local, { WebAuthnConfiguration: { RelyingPartyId: 'localhost' } });
    const { token } = await someone(local);
    await register(app, token, { origin: 'http://localhost:3000' });
    await expect(register(app, token, { origin: 'http://localhost.example.com' })).rejects.toMatchObject({
      name: 'WebAuthnOriginNotAllowedException',
    });
    expect((await list(token)).Credentials).toHaveLength(1);
  });

  test('refuses what is no credential', async () => {
    const { token } = await someone();
    const whole = new Authenticator(ORIGIN).create(await startRegistration(app, token));
    const broken = [
      {},
      { ...whole, response: {} },
      { ...whole, response: { ...whole.response, clientDataJSON: 'e30' } },
      { ...whole, response: { ...whole.response, attestationObject: 'AAAA' } },
      { ...whole, response: { ...whole.response, attestationObject: withNoKey(whole.response.attestationObject) } },
      { ...whole, rawId: 'other' },
      { ...whole, type: 'password' },
    ];
    for (const credential of broken) {
      const message = 'Credential data is not valid';
      await refused(completeRegistration(app, token, credential), 'InvalidParameterException', message);
    }
    await completeRegistration(app, token, whole);
  });

  test('refuses a credential that is registered already, to whomever', async () => {
    const { token } = await someone();
    const { token: stranger } = await someone();
    const authenticator = new Authenticator(ORIGIN);
    await completeRegistration(app, token, authenticator.create(await startRegistration(app, token)));
    const again = authenticator.create(await startRegistration(app, stranger));
    await refused(
      completeRegistration(app, stranger, again),
      'InvalidParameterException',
      'The credential is already registered.',
    );
    expect((await list(stranger)).Credentials).toEqual([]);
  });

  test('needs user verification where the pool requires it', async () => {
    const strict = await makePlace(app);
    await configure(app, strict, {
      WebAuthnConfiguration: { RelyingPartyId: RELYING_PARTY, UserVerification: 'required' },
    });
    const { token } = await someone(strict);
    expect(await startRegistration(app, token)).toMatchObject({
      authenticatorSelection: { userVerification: 'required' },
    });
    await expect(register(app, token, { userVerified: false })).rejects.toMatchObject({
      name: 'WebAuthnCredentialNotSupportedException',
    });
    await register(app, token);
  });

  test('is for the domain of the pool, a custom one first, where no relying party is configured', async () => {
    const domains = await makePlace(app);
    const { token } = await someone(domains);
    const prefix = `p${crypto.randomUUID().slice(0, 8)}`;
    await app.cognito.send(new CreateUserPoolDomainCommand({ UserPoolId: domains.poolId, Domain: prefix }));
    const host = new URL(app.core.settings.publicUrl).hostname;
    expect(await startRegistration(app, token)).toMatchObject({ rp: { id: `${prefix}.auth.${host}` } });
    const custom = `${prefix}.login.example.com`;
    await app.cognito.send(
      new CreateUserPoolDomainCommand({
        UserPoolId: domains.poolId,
        Domain: custom,
        CustomDomainConfig: { CertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/1234-abcd' },
      }),
    );
    expect(await startRegistration(app, token)).toMatchObject({ rp: { id: custom } });
    await register(app, token, { origin: `https://${custom}` });
  });

  test('needs passkeys to be enabled and a relying party', async () => {
    const closed = await makePlace(app, ['PASSWORD']);
    const { token } = await someone(closed);
    const notEnabled = ['WebAuthnNotEnabledException', 'WebAuthn is not enabled for this user pool.'] as const;
    await refused(startRegistration(app, token), ...notEnabled);
    await refused(completeRegistration(app, token, {}), ...notEnabled);
    const nameless = await makePlace(app);
    const { token: other } = await someone(nameless);
    await refused(
      startRegistration(app, other),
      'WebAuthnConfigurationMissingException',
      'The user pool has no relying party ID and no domain configured.',
    );
  });
});

describe('sign-in', () => {
  const offered = async (username: string) => ceremonyOf(await choose(app, place, username, 'WEB_AUTHN'));

  const incorrect = ['NotAuthorizedException', 'Incorrect username or password.'] as const;

  test('asks for the passkeys of the user and takes one', async () => {
    const { username, sub, token } = await someone();
    const authenticator = await register(app, token);
    const asked = await choose(app, place, username, 'WEB_AUTHN');
    expect(asked.ChallengeName).toBe('WEB_AUTHN');
    const { options, session } = ceremonyOf(asked);
    expect(options).toEqual({
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      timeout: 180_000,
      rpId: RELYING_PARTY,
      allowCredentials: [{ id: authenticator.id, type: 'public-key', transports: ['internal', 'hybrid'] }],
      userVerification: 'preferred',
    });
    const done = await answerPasskey(app, place, username, session, authenticator.get(options));
    expect(claims(done.AuthenticationResult?.IdToken)).toMatchObject({ sub });
  });

  test('takes the passkey along with the choice', async () => {
    const { username, token } = await someone();
    const authenticator = await register(app, token);
    const asked = await choose(app, place, username);
    expect(asked.AvailableChallenges).toContain('WEB_AUTHN');
    const { options, session } = ceremonyOf(asked);
    const given = {
      USERNAME: username,
      ANSWER: 'WEB_AUTHN',
      CREDENTIAL: JSON.stringify(authenticator.get(options)),
    };
    const done = await answer(app, place, 'SELECT_CHALLENGE', given, session);
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('takes an assertion once', async () => {
    const { username, token } = await someone();
    const authenticator = await register(app, token);
    const { options, session } = await offered(username);
    const assertion = authenticator.get(options);
    await answerPasskey(app, place, username, session, assertion);
    await refused(
      answerPasskey(app, place, username, session, assertion),
      'NotAuthorizedException',
      'Invalid session for the user, session can only be used once.',
    );
    const later = await offered(username);
    await refused(answerPasskey(app, place, username, later.session, assertion), ...incorrect);
  });

  test('ends with its session', async () => {
    const { username, token } = await someone();
    const authenticator = await register(app, token);
    const { options, session } = await offered(username);
    app.clock.advance(3 * 60_000 + 1);
    await refused(
      answerPasskey(app, place, username, session, authenticator.get(options)),
      'NotAuthorizedException',
      'Invalid session for the user, session is expired.',
    );
  });

  const lies = {
    'another origin': { origin: 'https://example.org' },
    'another relying party': { relyingPartyId: 'example.org' },
    'another challenge': { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
    'the handle of another user': { userHandle: 'c29tZWJvZHktZWxzZQ' },
  } as const;

  test.each(Object.entries(lies))('refuses %s, and the challenge is spent', async (_what, lie) => {
    const { username, token } = await someone();
    const authenticator = await register(app, token);
    const { options, session } = await offered(username);
    await refused(answerPasskey(app, place, username, session, authenticator.get(options, lie)), ...incorrect);
    await refused(
      answerPasskey(app, place, username, session, authenticator.get(options)),
      'NotAuthorizedException',
      'Invalid session for the user, session can only be used once.',
    );
  });

  test('refuses a signature by another key', async () => {
    const { username, token } = await someone();
    const { id } = await register(app, token);
    const { options, session } = await offered(username);
    const forged = { ...new Authenticator(ORIGIN).get(options), id, rawId: id };
    const bare = { ...forged, response: { ...forged.response, userHandle: undefined } };
    await refused(answerPasskey(app, place, username, session, bare), ...incorrect);
  });

  test('refuses the passkey of another user', async () => {
    const { username, token } = await someone();
    const { username: other, token: otherToken } = await someone();
    await register(app, token);
    const stranger = await register(app, otherToken);
    const { options, session } = await offered(username);
    await refused(answerPasskey(app, place, username, session, stranger.get(options)), ...incorrect);
    const theirs = await offered(other);
    await refused(
      answerPasskey(app, place, username, theirs.session, stranger.get(theirs.options)),
      'NotAuthorizedException',
      'Invalid session for the user.',
    );
  });

  test('refuses a deleted passkey, and offers none any more', async () => {
    const { username, token } = await someone();
    const authenticator = await register(app, token);
    const { options, session } = await offered(username);
    const { id: CredentialId } = authenticator;
    await app.cognito.send(new DeleteWebAuthnCredentialCommand({ AccessToken: token, CredentialId }));
    await refused(
      answerPasskey(app, place, username, session, authenticator.get(options)),
      'NotAuthorizedException',
      'Invalid session for the user.',
    );
    const asked = await choose(app, place, username, 'WEB_AUTHN');
    expect(asked.ChallengeName).toBe('SELECT_CHALLENGE');
    expect(asked.AvailableChallenges).not.toContain('WEB_AUTHN');
  });

  test('refuses a counter that does not rise', async () => {
    const { username, token } = await someone();
    const authenticator = await register(app, token, { counter: 7 });
    const signIn = async (counter: number) => {
      const { options, session } = await offered(username);
      return answerPasskey(app, place, username, session, authenticator.get(options, { counter }));
    };
    await signIn(9);
    for (const counter of [9, 8, 0]) await refused(signIn(counter), ...incorrect);
    expect((await signIn(10)).AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('lets counters of answers at once rise in one order only', async () => {
    const { username, token } = await someone();
    const authenticator = await register(app, token, { counter: 1 });
    const open = await Promise.all([offered(username), offered(username), offered(username)]);
    const outcomes = await Promise.allSettled(
      open.map(({ options, session }) =>
        answerPasskey(app, place, username, session, authenticator.get(options, { counter: 5 })),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('refuses what is no assertion', async () => {
    const { username, token } = await someone();
    await register(app, token);
    const { session } = await offered(username);
    for (const credential of ['', '{', '[]', 'null', '{"id":1}', '{"response":{"clientDataJSON":"e30"}}']) {
      const given = { USERNAME: username, CREDENTIAL: credential };
      await expect(answer(app, place, 'WEB_AUTHN', given, session)).rejects.toMatchObject({
        name: 'InvalidParameterException',
      });
    }
  });

  test('needs user verification where the pool requires it', async () => {
    const strict = await makePlace(app);
    await configure(app, strict);
    const { username, token } = await someone(strict);
    const authenticator = await register(app, token, { userVerified: false });
    const signIn = async (userVerified: boolean) => {
      const { options, session } = ceremonyOf(await choose(app, strict, username, 'WEB_AUTHN'));
      return answerPasskey(app, strict, username, session, authenticator.get(options, { userVerified }));
    };
    expect((await signIn(false)).AuthenticationResult?.TokenType).toBe('Bearer');
    await configure(app, strict, {
      WebAuthnConfiguration: { RelyingPartyId: RELYING_PARTY, UserVerification: 'required' },
    });
    app.clock.advance(2000);
    await refused(signIn(false), ...incorrect);
    expect((await signIn(true)).AuthenticationResult?.TokenType).toBe('Bearer');
  });

  test('does not offer passkeys of a former relying party', async () => {
    const moved = await makePlace(app);
    await configure(app, moved);
    const { username, token } = await someone(moved);
    await register(app, token);
    await app.cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: moved.poolId,
        WebAuthnConfiguration: { RelyingPartyId: 'example.net' },
      }),
    );
    app.clock.advance(2000);
    const { options } = ceremonyOf(await choose(app, moved, username, 'WEB_AUTHN'));
    expect(options).toMatchObject({ rpId: 'example.net', allowCredentials: [] });
  });

  test('goes with its user: the credential is free again', async () => {
    const { token } = await someone();
    const authenticator = await register(app, token);
    await app.cognito.send(new DeleteUserCommand({ AccessToken: token }));
    const { token: heir } = await someone();
    await completeRegistration(app, heir, authenticator.create(await startRegistration(app, heir)));
  });

  test('costs those who have none no read', async () => {
    const { username } = await reachable(app, place);
    const { passkeys } = app.core.store;
    const reads = [vi.spyOn(passkeys, 'byId'), vi.spyOn(passkeys, 'ofUser')];
    await choose(app, place, username);
    await choose(app, place, username, 'PASSWORD', { PASSWORD });
    await list(await accessTokenOf(app, place, username));
    expect(reads.map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
    vi.restoreAllMocks();
  });

  test('a plain password sign-in stays possible', async () => {
    const { username, token } = await someone();
    await register(app, token);
    const { AuthenticationResult } = await app.cognito.send(
      new InitiateAuthCommand({
        ClientId: place.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD },
      }),
    );
    expect(AuthenticationResult?.TokenType).toBe('Bearer');
  });
});

/** In the key's place stands a number, which is CBOR but no map. */
const withNoKey = (attestationObject: string): string => {
  const bytes = Buffer.from(attestationObject, 'base64url');
  const name = 'authData';
  const start = bytes.indexOf(name) + name.length + 2;
  const authData = Buffer.concat([bytes.subarray(start, bytes.indexOf('a5010203262001', 'hex')), Buffer.from([1])]);
  const head = Buffer.from([0x58, authData.length]);
  return Buffer.concat([bytes.subarray(0, start - 2), head, authData]).toString('base64url');
};
