/** Identities that the developer's own back end vouches for. */
import {
  DescribeIdentityCommand,
  GetOpenIdTokenForDeveloperIdentityCommand,
  type GetOpenIdTokenForDeveloperIdentityCommandInput,
  LookupDeveloperIdentityCommand,
  type LookupDeveloperIdentityCommandInput,
  MergeDeveloperIdentitiesCommand,
  UnlinkDeveloperIdentityCommand,
} from '@aws-sdk/client-cognito-identity';
import { AssumeRoleWithWebIdentityCommand } from '@aws-sdk/client-sts';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  arnOf,
  credentialsOf,
  idOf,
  makeIdentityPool,
  makeRole,
  makeUserPool,
  type Setting,
  setRoles,
  somebody,
  startSetting,
  trustOf,
  type UserPool,
} from './support/setting.ts';

const PROVIDER = 'login.example';
const COGNITO = 'cognito-identity.amazonaws.com';

let app: Setting;
let users: UserPool;
let pool: string;
let role: string;

beforeAll(async () => {
  app = await startSetting();
  users = await makeUserPool(app);
  pool = await makeIdentityPool(app, users, { DeveloperProviderName: PROVIDER, AllowUnauthenticatedIdentities: true });
  role = await makeRole(app, trustOf(pool));
  await setRoles(app, pool, { authenticated: role });
});
afterAll(() => app.stop());

const tokenFor = async (user: string, more: Partial<GetOpenIdTokenForDeveloperIdentityCommandInput> = {}) => {
  const { Logins, ...rest } = more;
  const { IdentityId = '', Token = '' } = await app.identity.send(
    new GetOpenIdTokenForDeveloperIdentityCommand({
      IdentityPoolId: pool,
      Logins: { [PROVIDER]: user, ...Logins },
      ...rest,
    }),
  );
  return { id: IdentityId, token: Token };
};

const lookup = (input: Omit<LookupDeveloperIdentityCommandInput, 'IdentityPoolId'>) =>
  app.identity.send(new LookupDeveloperIdentityCommand({ IdentityPoolId: pool, ...input }));

const aUser = () => `user-${crypto.randomUUID()}`;

const refused = (name: string, message: RegExp | string) =>
  expect.objectContaining({ name, message: typeof message === 'string' ? message : expect.stringMatching(message) });

describe('GetOpenIdTokenForDeveloperIdentity', () => {
  it('gives a token that opens the enhanced flow', async () => {
    const user = aUser();
    const { id, token } = await tokenFor(user);
    expect(await tokenFor(user)).toMatchObject({ id });
    const claims = decodeJwt(token);
    expect(claims).toMatchObject({
      sub: id,
      aud: pool,
      amr: ['authenticated', PROVIDER, `${PROVIDER}:${pool}:${user}`],
    });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(900);
    const credentials = await credentialsOf(app, id, { [COGNITO]: token });
    expect(await arnOf(app, credentials)).toMatch(/assumed-role\/.*\/CognitoIdentityCredentials$/);
  });

  it('lasts for as long as the developer says, a day at most', async () => {
    const { id, token } = await tokenFor(aUser(), { TokenDuration: 60 });
    app.clock.advance(61_000);
    await expect(credentialsOf(app, id, { [COGNITO]: token })).rejects.toEqual(
      refused('NotAuthorizedException', /^Invalid login token\. Token expired/),
    );
    await expect(tokenFor(aUser(), { TokenDuration: 86_401 })).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('is for one identity and one pool', async () => {
    const [one, two] = [await tokenFor(aUser()), await tokenFor(aUser())];
    await expect(credentialsOf(app, one.id, { [COGNITO]: two.token })).rejects.toEqual(
      refused('NotAuthorizedException', /^Logins don't match/),
    );
    const [head, , signature] = one.token.split('.');
    const changed = Buffer.from(JSON.stringify({ ...decodeJwt(two.token), sub: one.id })).toString('base64url');
    await expect(credentialsOf(app, one.id, { [COGNITO]: `${head}.${changed}.${signature}` })).rejects.toEqual(
      refused('NotAuthorizedException', 'Invalid login token. Not a Cognito token.'),
    );
    await expect(idOf(app, pool, { [COGNITO]: one.token })).rejects.toEqual(
      refused('NotAuthorizedException', "Invalid login token. Can't pass in a Cognito token."),
    );
  });

  it('links the developer’s user to an identity that can show a login', async () => {
    const user = aUser();
    const { idToken } = await somebody(app, users);
    const login = { [users.provider]: idToken };
    const id = await idOf(app, pool, login);
    await expect(tokenFor(user, { IdentityId: id })).rejects.toEqual(
      refused('NotAuthorizedException', /^Logins don't match/),
    );
    expect(await tokenFor(user, { IdentityId: id, Logins: login })).toMatchObject({ id });
    expect(await tokenFor(user)).toMatchObject({ id });
    await expect(tokenFor(user, { IdentityId: (await tokenFor(aUser())).id })).rejects.toEqual(
      refused('DeveloperUserAlreadyRegisteredException', /already registered/),
    );
  });

  it('links a further login, and tells of both', async () => {
    const { id, token } = await tokenFor(aUser());
    const { idToken, sub } = await somebody(app, users);
    const logins = { [COGNITO]: token, [users.provider]: idToken };
    expect((await credentialsOf(app, id, logins)).identityId).toBe(id);
    expect(await idOf(app, pool, { [users.provider]: idToken })).toBe(id);
    const stranger = await somebody(app, users);
    await idOf(app, pool, { [users.provider]: stranger.idToken });
    await expect(
      credentialsOf(app, id, { [COGNITO]: token, [users.provider]: stranger.idToken }),
    ).rejects.toMatchObject({ name: 'ResourceConflictException' });
    expect(sub).not.toBe(stranger.sub);
  });

  it('turns a guest into the developer’s user', async () => {
    const guest = await idOf(app, pool);
    const user = aUser();
    expect(await tokenFor(user, { IdentityId: guest })).toMatchObject({ id: guest });
    await expect(credentialsOf(app, guest)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('wants the pool’s developer provider', async () => {
    const send = (IdentityPoolId: string, Logins: Record<string, string>) =>
      app.identity.send(new GetOpenIdTokenForDeveloperIdentityCommand({ IdentityPoolId, Logins }));
    const message = 'This identity pool does not support the specified developer provider.';
    await expect(send(pool, { 'login.other': 'x' })).rejects.toEqual(refused('InvalidParameterException', message));
    const without = await makeIdentityPool(app, users);
    await expect(send(without, { [PROVIDER]: 'x' })).rejects.toEqual(refused('InvalidParameterException', message));
    await expect(idOf(app, pool, { [PROVIDER]: 'x' })).rejects.toEqual(
      refused('InvalidParameterException', 'Please provide a valid public provider.'),
    );
  });
});

describe('LookupDeveloperIdentity', () => {
  it('goes from the user to the identity, and back, in pages', async () => {
    const [one, two] = [aUser(), aUser()].sort();
    const { id } = await tokenFor(one ?? '');
    await tokenFor(two ?? '', { IdentityId: id, Logins: { [users.provider]: await withLogin(id, one ?? '') } });
    expect(await lookup({ DeveloperUserIdentifier: two })).toMatchObject({ IdentityId: id });
    const first = await lookup({ IdentityId: id, MaxResults: 1 });
    expect(first.DeveloperUserIdentifierList).toEqual([one]);
    const next = await lookup({ IdentityId: id, MaxResults: 1, NextToken: first.NextToken });
    expect(next).toMatchObject({ DeveloperUserIdentifierList: [two] });
    expect(next.NextToken).toBeUndefined();
    expect(await lookup({ IdentityId: id, DeveloperUserIdentifier: one })).toMatchObject({
      DeveloperUserIdentifierList: [one],
    });
    const other = await tokenFor(aUser());
    await expect(lookup({ IdentityId: other.id, DeveloperUserIdentifier: one })).rejects.toMatchObject({
      name: 'ResourceConflictException',
    });
    await expect(lookup({ DeveloperUserIdentifier: 'nobody' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(lookup({})).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

/** An ID token of a user-pool user that is linked to the identity. */
const withLogin = async (IdentityId: string, user: string): Promise<string> => {
  const { idToken } = await somebody(app, users);
  await tokenFor(user, { IdentityId, Logins: { [users.provider]: idToken } });
  return idToken;
};

describe('MergeDeveloperIdentities', () => {
  const merge = (SourceUserIdentifier: string, DestinationUserIdentifier: string) =>
    app.identity.send(
      new MergeDeveloperIdentitiesCommand({
        IdentityPoolId: pool,
        DeveloperProviderName: PROVIDER,
        SourceUserIdentifier,
        DestinationUserIdentifier,
      }),
    );

  it('makes two users one', async () => {
    const [source, destination] = [aUser(), aUser()];
    const [from, into] = [await tokenFor(source), await tokenFor(destination)];
    expect(await merge(source, destination)).toMatchObject({ IdentityId: into.id });
    expect(await tokenFor(source)).toMatchObject({ id: into.id });
    await expect(credentialsOf(app, from.id, { [COGNITO]: from.token })).rejects.toEqual(
      refused('NotAuthorizedException', `Access to Identity '${from.id}' is forbidden.`),
    );
    expect(await merge(source, destination)).toMatchObject({ IdentityId: into.id });
  });

  it('refuses two people of one public provider', async () => {
    const [one, two] = [aUser(), aUser()];
    for (const user of [one, two]) await withLogin((await tokenFor(user)).id, user);
    await expect(merge(one, two)).rejects.toMatchObject({ name: 'ResourceConflictException' });
    await expect(merge(one, 'nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('UnlinkDeveloperIdentity', () => {
  const unlink = (IdentityId: string, DeveloperUserIdentifier: string, DeveloperProviderName = PROVIDER) =>
    app.identity.send(
      new UnlinkDeveloperIdentityCommand({
        IdentityPoolId: pool,
        IdentityId,
        DeveloperProviderName,
        DeveloperUserIdentifier,
      }),
    );

  it('ends tokens and makes the user a new one', async () => {
    const user = aUser();
    const { id, token } = await tokenFor(user);
    const idToken = await withLogin(id, user);
    await unlink(id, user);
    await expect(credentialsOf(app, id, { [COGNITO]: token })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    expect((await tokenFor(user)).id).not.toBe(id);
    const { Logins } = await app.identity.send(new DescribeIdentityCommand({ IdentityId: id }));
    expect(Logins).toEqual([users.provider]);
    expect((await credentialsOf(app, id, { [users.provider]: idToken })).identityId).toBe(id);
  });

  it('ends the token for STS, whatever else it tells of', async () => {
    const user = aUser();
    const { id } = await tokenFor(user);
    const idToken = await withLogin(id, user);
    const { token } = await tokenFor(user, { IdentityId: id, Logins: { [users.provider]: idToken } });
    const assume = () =>
      app
        .sts({ accessKeyId: 'none', secretAccessKey: 'none' })
        .send(new AssumeRoleWithWebIdentityCommand({ RoleArn: role, RoleSessionName: 'app', WebIdentityToken: token }));
    expect((await assume()).SubjectFromWebIdentityToken).toBe(id);
    await unlink(id, user);
    await expect(assume()).rejects.toMatchObject({ name: 'IDPRejectedClaimException' });
    await expect(credentialsOf(app, id, { [COGNITO]: token })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('makes an identity inaccessible with its last login', async () => {
    const user = aUser();
    const { id } = await tokenFor(user);
    await unlink(id, user);
    await expect(tokenFor(user, { IdentityId: id })).rejects.toEqual(
      refused('NotAuthorizedException', `Access to Identity '${id}' is forbidden.`),
    );
  });

  it('refuses what is not linked', async () => {
    const [one, two] = [aUser(), aUser()];
    const [first] = [await tokenFor(one), await tokenFor(two)];
    await expect(unlink(first.id, two)).rejects.toMatchObject({ name: 'ResourceConflictException' });
    await expect(unlink(first.id, 'nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(unlink(first.id, one, 'login.other')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
