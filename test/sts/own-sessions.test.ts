/** GetSessionToken, GetFederationToken, GetAccessKeyInfo and DecodeAuthorizationMessage. */
import { ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import {
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  GetUserCommand,
  UpdateAccessKeyCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  DecodeAuthorizationMessageCommand,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
} from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ACCOUNT,
  type Clients,
  failureOf,
  type Keys,
  keysOf,
  type People,
  peopleOf,
  policy,
  putPolicy,
  trusting,
} from '../credentials/support.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let people: People;
let operator: Clients;
const LIST = { Action: 'cognito-idp:ListUserPools' };
const pools = (keys: Keys) => people.as(keys).cognito.send(new ListUserPoolsCommand({ MaxResults: 5 }));
const whoIs = (keys: Keys) => people.as(keys).sts.send(new GetCallerIdentityCommand({}));
const minutesLeft = (expiration: Date | undefined) =>
  Math.round(((expiration?.getTime() ?? 0) - app.clock.now()) / 60_000);

beforeAll(async () => {
  app = await startTestApp();
  people = await peopleOf(app);
  operator = people.as(people.operator);
});
afterAll(() => app.stop());

describe('GetSessionToken', () => {
  test('the session is the user, for twelve hours unless said otherwise', async () => {
    const ann = await people.user('ann', LIST);
    const { sts } = people.as(ann);
    const { Credentials } = await sts.send(new GetSessionTokenCommand({}));
    expect(minutesLeft(Credentials?.Expiration)).toBe(720);
    const keys = keysOf(Credentials);
    expect((await whoIs(keys)).Arn).toBe(`arn:aws:iam::${ACCOUNT}:user/ann`);
    expect((await pools(keys)).UserPools).toEqual([]);
    await operator.iam.send(new DeleteUserPolicyCommand({ UserName: 'ann', PolicyName: 'own' }));
    expect((await failureOf(pools(keys))).name).toBe('AccessDeniedException');
    const day = await sts.send(new GetSessionTokenCommand({ DurationSeconds: 129_600 }));
    expect(minutesLeft(day.Credentials?.Expiration)).toBe(2_160);
    expect((await failureOf(sts.send(new GetSessionTokenCommand({ DurationSeconds: 129_601 })))).name).toBe(
      'ValidationError',
    );
  });

  test('of the owner it lasts an hour at most, and may do everything outside IAM', async () => {
    const asked = new GetSessionTokenCommand({ DurationSeconds: 7_200 });
    const { Credentials } = await operator.sts.send(asked);
    expect(minutesLeft(Credentials?.Expiration)).toBe(60);
    const keys = keysOf(Credentials);
    expect((await whoIs(keys)).Arn).toBe(`arn:aws:iam::${ACCOUNT}:root`);
    expect((await pools(keys)).UserPools).toEqual([]);
    expect(await failureOf(people.as(keys).iam.send(new GetUserCommand({ UserName: 'ann' })))).toEqual({
      name: 'InvalidClientTokenId',
      message: 'The security token included in the request is invalid',
      status: 403,
    });
  });

  test('sees its user change, and ends with them', async () => {
    const bob = await people.user('bob', LIST);
    const keys = keysOf((await people.as(bob).sts.send(new GetSessionTokenCommand({}))).Credentials);
    await operator.iam.send(new UpdateUserCommand({ UserName: 'bob', NewUserName: 'rob', NewPath: '/x/' }));
    expect((await whoIs(keys)).Arn).toBe(`arn:aws:iam::${ACCOUNT}:user/x/rob`);
    await operator.iam.send(new DeleteUserPolicyCommand({ UserName: 'rob', PolicyName: 'own' }));
    await operator.iam.send(new DeleteAccessKeyCommand({ UserName: 'rob', AccessKeyId: bob.accessKeyId }));
    expect((await whoIs(keys)).Arn).toBe(`arn:aws:iam::${ACCOUNT}:user/x/rob`);
    await operator.iam.send(new DeleteUserCommand({ UserName: 'rob' }));
    expect((await failureOf(whoIs(keys))).name).toBe('InvalidClientTokenId');
    expect((await failureOf(pools(keys))).name).toBe('UnrecognizedClientException');
  });

  test('is not for who has a session already, nor for codes that nobody has', async () => {
    const cat = await people.user('cat');
    const { sts } = people.as(cat);
    const session = keysOf((await sts.send(new GetSessionTokenCommand({}))).Credentials);
    expect(await failureOf(people.as(session).sts.send(new GetSessionTokenCommand({})))).toEqual({
      name: 'AccessDenied',
      message: 'Cannot call GetSessionToken with session credentials',
      status: 403,
    });
    const RoleArn = await people.role('r', trusting({ AWS: `arn:aws:iam::${ACCOUNT}:user/cat` }), { Action: 'sts:*' });
    const assumed = await people
      .as(session)
      .sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'from-session' }));
    const asRole = people.as(keysOf(assumed.Credentials)).sts;
    expect((await failureOf(asRole.send(new GetSessionTokenCommand({})))).name).toBe('AccessDenied');
    expect((await failureOf(asRole.send(new GetFederationTokenCommand({ Name: 'dan' })))).message).toBe(
      'Cannot call GetFederationToken with session credentials',
    );
    const mfa = new GetSessionTokenCommand({ SerialNumber: `arn:aws:iam::${ACCOUNT}:mfa/cat`, TokenCode: '123456' });
    expect((await failureOf(sts.send(mfa))).message).toMatch(/^MultiFactorAuthentication failed/);
  });
});

describe('GetFederationToken', () => {
  const federate = (keys: Keys, more: object = {}) =>
    people.as(keys).sts.send(new GetFederationTokenCommand({ Name: 'guest', ...more }));

  test('gives what the user has and the session policy leaves', async () => {
    const broker = await people.user('broker', { Action: 'sts:GetFederationToken' }, LIST, { Action: 'iam:*' });
    const answer = await federate(broker, {
      Policy: policy(LIST, { Action: 'cognito-idp:CreateUserPool' }, { Action: 'iam:*' }),
    });
    expect(answer.FederatedUser).toEqual({
      FederatedUserId: `${ACCOUNT}:guest`,
      Arn: `arn:aws:sts::${ACCOUNT}:federated-user/guest`,
    });
    expect(answer.PackedPolicySize).toBeGreaterThan(0);
    expect(minutesLeft(answer.Credentials?.Expiration)).toBe(720);
    const keys = keysOf(answer.Credentials);
    expect(await whoIs(keys)).toMatchObject({
      Arn: `arn:aws:sts::${ACCOUNT}:federated-user/guest`,
      UserId: `${ACCOUNT}:guest`,
    });
    expect((await pools(keys)).UserPools).toEqual([]);
    expect((await failureOf(people.as(keys).iam.send(new GetUserCommand({ UserName: 'broker' })))).name).toBe(
      'InvalidClientTokenId',
    );
    const session = people.as(keys).sts.send(new GetSessionTokenCommand({}));
    expect((await failureOf(session)).message).toBe('Cannot call GetSessionToken with session credentials');
    await putPolicy(operator.iam, 'broker', { Action: 'sts:GetFederationToken' });
    expect((await failureOf(pools(keys))).message).toMatch(/because no identity-based policy allows/);
  });

  test('without a session policy there is nothing', async () => {
    const generous = await people.user('generous', { Action: '*' });
    const keys = keysOf((await federate(generous)).Credentials);
    expect((await failureOf(pools(keys))).message).toMatch(/because no session policy allows/);
  });

  test('needs a permission, for that name, and one more for tags', async () => {
    const arn = `arn:aws:sts::${ACCOUNT}:federated-user/guest`;
    const limited = await people.user('limited', { Action: 'sts:GetFederationToken', Resource: arn });
    expect((await federate(limited)).FederatedUser?.Arn).toBe(arn);
    expect((await failureOf(federate(limited, { Name: 'other' }))).message).toBe(
      `User: arn:aws:iam::${ACCOUNT}:user/limited is not authorized to perform: sts:GetFederationToken on resource: arn:aws:sts::${ACCOUNT}:federated-user/other because no identity-based policy allows the sts:GetFederationToken action`,
    );
    const Tags = [{ Key: 'team', Value: 'red' }];
    expect((await failureOf(federate(limited, { Tags }))).message).toContain('sts:TagSession');
  });

  test('tags are the session’s; of the owner it lasts an hour', async () => {
    const Condition = { StringEquals: { 'aws:PrincipalTag/team': 'red' } };
    const Policy = policy({ ...LIST, Condition });
    const answer = await federate(people.operator, { Policy, Tags: [{ Key: 'team', Value: 'red' }] });
    expect(minutesLeft(answer.Credentials?.Expiration)).toBe(60);
    expect((await pools(keysOf(answer.Credentials))).UserPools).toEqual([]);
    const untagged = await federate(people.operator, { Policy });
    expect((await failureOf(pools(keysOf(untagged.Credentials)))).name).toBe('AccessDeniedException');
  });
});

describe('GetAccessKeyInfo', () => {
  test('tells the account of any key, long-term, temporary or gone', async () => {
    const dora = await people.user('dora');
    const session = keysOf((await people.as(dora).sts.send(new GetSessionTokenCommand({}))).Credentials);
    for (const { accessKeyId: AccessKeyId } of [people.operator, dora, session]) {
      expect(await operator.sts.send(new GetAccessKeyInfoCommand({ AccessKeyId }))).toMatchObject({ Account: ACCOUNT });
    }
    await operator.iam.send(new DeleteAccessKeyCommand({ UserName: 'dora', AccessKeyId: dora.accessKeyId }));
    const gone = new GetAccessKeyInfoCommand({ AccessKeyId: dora.accessKeyId });
    expect((await operator.sts.send(gone)).Account).toBe(ACCOUNT);
    // A pair of id and account that is publicly known.
    const known = new GetAccessKeyInfoCommand({ AccessKeyId: 'ASIAY34FZKBOKMUTVV7A' });
    expect((await operator.sts.send(known)).Account).toBe('609629065308');
    const nonsense = new GetAccessKeyInfoCommand({ AccessKeyId: 'NOTAKEYATALL1234' });
    expect((await failureOf(operator.sts.send(nonsense))).name).toBe('ValidationError');
  });
});

describe('DecodeAuthorizationMessage', () => {
  const messageOf = async (keys: Keys): Promise<string> => {
    const { cognito } = people.as(keys);
    const error = (await pools(keys).catch((thrown: unknown) => thrown)) as {
      $response?: { headers: Record<string, string> };
    };
    cognito.destroy();
    return error.$response?.headers['x-poolhouse-authorization-message'] ?? '';
  };

  test('says why somebody was refused, to those who may ask', async () => {
    const eve = await people.user('eve', { Effect: 'Deny', ...LIST });
    const EncodedMessage = await messageOf(eve);
    expect(EncodedMessage).not.toContain('eve');
    const decode = new DecodeAuthorizationMessageCommand({ EncodedMessage });
    const { DecodedMessage = '' } = await operator.sts.send(decode);
    expect(JSON.parse(DecodedMessage)).toMatchObject({
      allowed: false,
      explicitDeny: true,
      matchedStatements: { items: [{ effect: 'DENY', sourcePolicyId: 'own' }] },
      context: {
        principal: { arn: `arn:aws:iam::${ACCOUNT}:user/eve` },
        action: 'cognito-idp:ListUserPools',
        resource: '*',
        conditions: { items: expect.arrayContaining([{ key: 'aws:username', values: { items: [{ value: 'eve' }] } }]) },
      },
    });
    expect((await failureOf(people.as(eve).sts.send(decode))).name).toBe('AccessDenied');
    await putPolicy(operator.iam, 'eve', { Action: 'sts:DecodeAuthorizationMessage' });
    expect((await people.as(eve).sts.send(decode)).DecodedMessage).toBe(DecodedMessage);
  });

  test('takes nothing that is made up or changed', async () => {
    const frank = await people.user('frank');
    const message = await messageOf(frank);
    const end = message.slice(-1) === 'A' ? 'B' : 'A';
    for (const EncodedMessage of ['nonsense', message.slice(0, -4) + end.repeat(4), frank.secretAccessKey]) {
      const decode = operator.sts.send(new DecodeAuthorizationMessageCommand({ EncodedMessage }));
      expect(await failureOf(decode)).toEqual({
        name: 'InvalidAuthorizationMessageException',
        message: 'Message is not valid',
        status: 400,
      });
    }
  });
});

test('a key that is switched off or deleted ends at once', async () => {
  const gail = await people.user('gail', LIST);
  expect((await pools(gail)).UserPools).toEqual([]);
  const key = { UserName: 'gail', AccessKeyId: gail.accessKeyId };
  await operator.iam.send(new UpdateAccessKeyCommand({ ...key, Status: 'Inactive' }));
  expect(await failureOf(pools(gail))).toMatchObject({ name: 'UnrecognizedClientException', status: 400 });
  expect(await failureOf(whoIs(gail))).toMatchObject({ name: 'InvalidClientTokenId', status: 403 });
  await operator.iam.send(new UpdateAccessKeyCommand({ ...key, Status: 'Active' }));
  expect((await pools(gail)).UserPools).toEqual([]);
  await operator.iam.send(new DeleteAccessKeyCommand(key));
  // Not the operator's either, as an unknown key would be here.
  expect(await failureOf(pools(gail))).toMatchObject({ name: 'UnrecognizedClientException', status: 400 });
});
