/** What ends the sessions of a role. */
import { ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { DeleteRoleCommand, DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type AssumeRoleCommandInput, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
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
  trusting,
} from '../credentials/support.ts';
import { createConfirmedUser, createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let people: People;
let operator: Clients;
let ann: Keys;
let poolId: string;
const ANN = `arn:aws:iam::${ACCOUNT}:user/ann`;
const LIST = { Action: 'cognito-idp:ListUsers' };

const assume = async (keys: Keys, input: Partial<AssumeRoleCommandInput>) =>
  people.as(keys).sts.send(new AssumeRoleCommand({ RoleArn: '', RoleSessionName: 'work', ...input }));
const list = (keys: Keys) => people.as(keys).cognito.send(new ListUsersCommand({ UserPoolId: poolId }));

beforeAll(async () => {
  app = await startTestApp();
  people = await peopleOf(app);
  operator = people.as(people.operator);
  ann = await people.user('ann');
  poolId = (await createPool(app)).Id;
  await createConfirmedUser(app, poolId, { username: 'ada' });
});
afterAll(() => app.stop());

describe('the end of a session', () => {
  test('comes with its role', async () => {
    const RoleArn = await people.role('deleted', trusting({ AWS: ANN }), LIST);
    const keys = keysOf((await assume(ann, { RoleArn })).Credentials);
    await operator.iam.send(new DeleteRolePolicyCommand({ RoleName: 'deleted', PolicyName: 'own' }));
    await operator.iam.send(new DeleteRoleCommand({ RoleName: 'deleted' }));
    expect((await failureOf(list(keys))).name).toBe('UnrecognizedClientException');
    await people.role('deleted', trusting({ AWS: ANN }), LIST);
    expect(await failureOf(people.as(keys).sts.send(new GetCallerIdentityCommand({})))).toMatchObject({
      name: 'InvalidClientTokenId',
      status: 403,
    });
  });

  test('comes by a policy that denies older ones', async () => {
    const RoleArn = await people.role('revoked', trusting({ AWS: ANN }), LIST);
    const old = keysOf((await assume(ann, { RoleArn })).Credentials);
    app.clock.advance(5_000);
    const PolicyDocument = policy({
      Effect: 'Deny',
      Action: '*',
      Condition: { DateLessThan: { 'aws:TokenIssueTime': new Date(app.clock.now()).toISOString() } },
    });
    const revoke = { RoleName: 'revoked', PolicyName: 'AWSRevokeOlderSessions', PolicyDocument };
    await operator.iam.send(new PutRolePolicyCommand(revoke));
    expect((await failureOf(list(old))).message).toMatch(/with an explicit deny in an identity-based policy$/);
    app.clock.advance(2_000);
    const fresh = keysOf((await assume(ann, { RoleArn })).Credentials);
    expect((await list(fresh)).Users).toHaveLength(1);
  });

  test('a change of the role’s policies counts in sessions that are there', async () => {
    const RoleArn = await people.role('reduced', trusting({ AWS: ANN }), LIST);
    const keys = keysOf((await assume(ann, { RoleArn })).Credentials);
    await operator.iam.send(new DeleteRolePolicyCommand({ RoleName: 'reduced', PolicyName: 'own' }));
    expect((await failureOf(list(keys))).name).toBe('AccessDeniedException');
  });

  test('comes with its time', async () => {
    const RoleArn = await people.role('short', trusting({ AWS: ANN }), LIST);
    const keys = keysOf((await assume(ann, { RoleArn, DurationSeconds: 900 })).Credentials);
    expect((await list(keys)).Users).toHaveLength(1);
    app.clock.advance(900_000);
    expect(await failureOf(list(keys))).toEqual({
      name: 'ExpiredTokenException',
      message: 'The security token included in the request is expired',
      status: 400,
    });
    expect(await failureOf(people.as(keys).sts.send(new GetCallerIdentityCommand({})))).toMatchObject({
      name: 'ExpiredToken',
      status: 403,
    });
  });
});
