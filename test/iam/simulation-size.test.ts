/** How large a simulation may be. */
import { SimulateCustomPolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { ACCOUNT, allow, iamClient, policy, refusalOf } from './support.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

test('what would keep the server busy for long is refused', async () => {
  const iam = iamClient(app);
  const names = (count: number) => Array.from({ length: count }, (_, at) => `${at}`);
  const many = new SimulateCustomPolicyCommand({
    PolicyInputList: [policy(allow('iam:*'))],
    ActionNames: names(1_000).map((name) => `iam:Get${name}`),
    ResourceArns: names(1_000).map((name) => `arn:aws:iam::${ACCOUNT}:user/${name}`),
  });
  const patient = { ...allow('iam:*'), Condition: { StringLike: { 'app:key': `*${'?'.repeat(40_000)}b*` } } };
  const long = new SimulateCustomPolicyCommand({
    PolicyInputList: [policy(patient)],
    ActionNames: ['iam:GetUser'],
    ContextEntries: [{ ContextKeyName: 'app:key', ContextKeyType: 'string', ContextKeyValues: ['a'.repeat(150_000)] }],
  });
  for (const command of [many, long]) {
    const started = performance.now();
    expect(await refusalOf(iam.send(command))).toMatchObject({ name: 'InvalidInputException' });
    expect(performance.now() - started).toBeLessThan(1_000);
  }
  iam.destroy();
});
