import {
  AdminDeleteUserCommand,
  AdminDisableProviderForUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminLinkProviderForUserCommand,
  AdminUpdateUserAttributesCommand,
  CreateIdentityProviderCommand,
  ListUsersCommand,
  type ProviderUserIdentifierType,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { invalid, refusal } from '../pools/refusal.ts';
import { type ConfirmedUser, createClient, createConfirmedUser, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { metadata } from './saml-document.ts';
import { missing } from './support.ts';

const GOOGLE = { client_id: 'a', client_secret: 'b', authorize_scopes: 'openid' };

describe.each(['sqlite', 'postgres'] as const)('linked identities on %s', (engine) => {
  let app: TestApp;
  let UserPoolId: string;
  let user: ConfirmedUser;
  beforeAll(async () => {
    app = await startTestApp({ engine });
  });
  beforeEach(async () => {
    const Schema = [{ Name: 'badge', AttributeDataType: 'String' as const, Mutable: false }];
    UserPoolId = (await createPool(app, { Schema })).Id;
    user = await createConfirmedUser(app, UserPoolId, { attributes: { email: 'ann@example.com' } });
    await addProvider('Google', 'Google', GOOGLE);
    await addProvider('Okta', 'SAML', { MetadataFile: metadata() });
  });
  afterAll(() => app.stop());

  const addProvider = (
    ProviderName: string,
    ProviderType: 'Google' | 'SAML',
    ProviderDetails: Record<string, string>,
  ) => app.cognito.send(new CreateIdentityProviderCommand({ UserPoolId, ProviderName, ProviderType, ProviderDetails }));
  const own = (name: string): ProviderUserIdentifierType => ({
    ProviderName: 'Cognito',
    ProviderAttributeValue: name,
  });
  const at = (
    ProviderName: string,
    ProviderAttributeValue: string,
    ProviderAttributeName = 'Cognito_Subject',
  ): ProviderUserIdentifierType => ({ ProviderName, ProviderAttributeName, ProviderAttributeValue });
  const link = (SourceUser: ProviderUserIdentifierType, DestinationUser = own(user.username)) =>
    app.cognito.send(new AdminLinkProviderForUserCommand({ UserPoolId, DestinationUser, SourceUser }));
  const disable = (User: ProviderUserIdentifierType) =>
    app.cognito.send(new AdminDisableProviderForUserCommand({ UserPoolId, User }));
  const get = (Username = user.username) => app.cognito.send(new AdminGetUserCommand({ UserPoolId, Username }));
  const identitiesOf = async (name?: string): Promise<Record<string, unknown>[]> => {
    const { UserAttributes } = await get(name);
    return JSON.parse(UserAttributes?.find(({ Name }) => Name === 'identities')?.Value ?? '[]');
  };

  it('are shown as an attribute of the user', async () => {
    const now = Date.now();
    await link(at('Google', '1234567890'));
    await link(at('Okta', 'ann@corp.example.com', 'email'));
    const identities = await identitiesOf();
    expect(identities).toEqual([
      {
        userId: '1234567890',
        providerName: 'Google',
        providerType: 'Google',
        issuer: null,
        primary: false,
        dateCreated: identities[0]?.['dateCreated'],
      },
      {
        userId: 'ann@corp.example.com',
        providerName: 'Okta',
        providerType: 'SAML',
        issuer: 'https://idp.example.com',
        primary: false,
        dateCreated: identities[1]?.['dateCreated'],
      },
    ]);
    expect(Number(identities[0]?.['dateCreated'])).toBeGreaterThanOrEqual(now);
    const { Users } = await app.cognito.send(new ListUsersCommand({ UserPoolId }));
    expect(Users?.[0]?.Attributes).toEqual((await get()).UserAttributes);
    expect((await get()).UserStatus).toBe('CONFIRMED');
  });

  it('stand in the ID token, all as text', async () => {
    await link(at('Google', '1234567890'));
    const { ClientId } = await createClient(app, UserPoolId);
    const AuthParameters = { USERNAME: user.username, PASSWORD: user.password };
    const { AuthenticationResult } = await app.cognito.send(
      new AdminInitiateAuthCommand({ UserPoolId, ClientId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', AuthParameters }),
    );
    const payload = AuthenticationResult?.IdToken?.split('.')[1] ?? '';
    const [shown] = await identitiesOf();
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString()).identities).toEqual([
      { ...shown, primary: 'false', dateCreated: String(shown?.['dateCreated']) },
    ]);
  });

  it('find the user', async () => {
    await link(at('Google', '1234567890'));
    const found = await app.core.store.users.byAlias(UserPoolId, 'provider', 'Google/Cognito_Subject/1234567890');
    expect(found?.sub).toBe(user.sub);
  });

  it('survive changes of other attributes', async () => {
    await link(at('Google', '1'));
    const UserAttributes = [{ Name: 'name', Value: 'Ann' }];
    await app.cognito.send(
      new AdminUpdateUserAttributesCommand({ UserPoolId, Username: user.username, UserAttributes }),
    );
    expect(await identitiesOf()).toHaveLength(1);
    const identities = [{ Name: 'identities', Value: '[]' }];
    const forged = new AdminUpdateUserAttributesCommand({
      UserPoolId,
      Username: user.username,
      UserAttributes: identities,
    });
    expect((await refusal(app.cognito.send(forged))).code).toBe('InvalidParameterException');
  });

  it('belong to one user, also when two want them at once', async () => {
    const other = await createConfirmedUser(app, UserPoolId);
    const results = await Promise.allSettled([link(at('Google', '1')), link(at('Google', '1'), own(other.username))]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = results.find((result): result is PromiseRejectedResult => result.status === 'rejected');
    expect(lost?.reason.name).toBe('AliasExistsException');
    const holders = [await identitiesOf(), await identitiesOf(other.username)].map((list) => list.length);
    expect(holders.sort()).toEqual([0, 1]);
    const free = holders[0] === 0 ? other : user;
    expect((await refusal(link(at('Google', '1'), own(free.username)))).code).toMatch(/Exists|InvalidParameter/);
  });

  it('are linked once to a user', async () => {
    await link(at('Google', '1'));
    expect(await refusal(link(at('Google', '1')))).toEqual(invalid('SourceUser is already linked to DestinationUser'));
    expect(await identitiesOf()).toHaveLength(1);
  });

  it('are five at most', async () => {
    const results = await Promise.allSettled(Array.from({ length: 8 }, (_, id) => link(at('Google', `${id}`))));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(await identitiesOf()).toHaveLength(5);
    expect((await refusal(link(at('Google', '9')))).code).toBe('LimitExceededException');
  });

  it('go with their user', async () => {
    await link(at('Google', '1'));
    await app.cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username: user.username }));
    const other = await createConfirmedUser(app, UserPoolId);
    await link(at('Google', '1'), own(other.username));
    expect(await identitiesOf(other.username)).toHaveLength(1);
  });

  it('are taken away by provider, attribute and value', async () => {
    await link(at('Google', '1'));
    await link(at('Okta', 'ann', 'email'));
    const wrong = invalid('Invalid ProviderName/Username combination. Please check again');
    expect(await refusal(disable(at('Okta', 'ann')))).toEqual(wrong);
    await disable(at('Okta', 'ann', 'email'));
    expect((await identitiesOf()).map(({ providerName }) => providerName)).toEqual(['Google']);
    await disable(at('Google', '1'));
    expect((await get()).UserAttributes?.map(({ Name }) => Name)).not.toContain('identities');
    expect(await refusal(disable(at('Google', '1')))).toEqual(wrong);
    await link(at('Google', '1'));
  });

  it('of an own user: the password signs in no more', async () => {
    const { ClientId } = await createClient(app, UserPoolId);
    const signIn = () =>
      app.cognito.send(
        new AdminInitiateAuthCommand({
          UserPoolId,
          ClientId,
          AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: user.username, PASSWORD: user.password },
        }),
      );
    await signIn();
    await disable({ ...own(user.username), ProviderAttributeName: 'Cognito_Subject' });
    expect((await refusal(signIn())).code).toBe('NotAuthorizedException');
    expect((await get()).UserStatus).toBe('EXTERNAL_PROVIDER');
  });

  it('have a provider and a user', async () => {
    expect(await refusal(link(at('Nobody', '1')))).toEqual(missing('Identity provider Nobody does not exist.'));
    expect(await refusal(disable(at('Nobody', '1')))).toEqual(missing('Identity provider Nobody does not exist.'));
    const noUser = { code: 'UserNotFoundException', message: 'User does not exist.' };
    expect(await refusal(link(at('Google', '1'), own('nobody')))).toEqual(noUser);
    expect(await refusal(link(at('Google', '1'), at('Okta', 'nobody')))).toEqual(noUser);
    expect(await refusal(disable(own('nobody')))).toEqual(noUser);
    expect(await refusal(link(own(user.username)))).toEqual(
      invalid(
        'Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, only as a ' +
          'DestinationUser',
      ),
    );
    expect((await refusal(link(at('Google', '1', 'email')))).message).toContain('must be Cognito_Subject');
    expect((await refusal(link({ ProviderName: 'Okta' }))).message).toContain('are all required');
  });

  it('can be added to a user found by another identity', async () => {
    await link(at('Okta', 'ann'));
    await link(at('Google', '1'), at('Okta', 'ann', 'anything'));
    expect((await identitiesOf()).map(({ providerName }) => providerName)).toEqual(['Okta', 'Google']);
  });

  it('want a user without fixed attributes', async () => {
    user = await createConfirmedUser(app, UserPoolId, { attributes: { 'custom:badge': '7' } });
    expect((await refusal(link(at('Google', '1')))).message).toContain('custom:badge: Attribute cannot be updated.');
  });

  it("are the pool owner's matter", async () => {
    const elsewhere = app.client({ region: 'eu-west-1' });
    const command = new AdminLinkProviderForUserCommand({
      UserPoolId,
      DestinationUser: own(user.username),
      SourceUser: at('Google', '1'),
    });
    expect(await refusal(elsewhere.send(command))).toEqual(missing(`User pool ${UserPoolId} does not exist.`));
  });

  it('many at once of one identity make one link', async () => {
    const attempts = [1, 2, 3].map(() => link(at('Google', '1')));
    const results = await Promise.allSettled(attempts);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await identitiesOf()).toHaveLength(1);
  });
});
