/** Tags of pools by ARN. */
import {
  DescribeUserPoolCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const newArn = async (tags: Record<string, string> = {}) => (await createPool(app, { UserPoolTags: tags })).Arn ?? '';
const tag = (ResourceArn: string, Tags: Record<string, string>) =>
  app.cognito.send(new TagResourceCommand({ ResourceArn, Tags }));
const untag = (ResourceArn: string, TagKeys: string[]) =>
  app.cognito.send(new UntagResourceCommand({ ResourceArn, TagKeys }));
const tagsOf = async (ResourceArn: string) =>
  (await app.cognito.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags;

it('adds, replaces and removes tags, the same ones that the pool shows', async () => {
  const arn = await newArn({ team: 'blue' });
  await tag(arn, { team: 'red', stage: 'test', empty: '' });
  expect(await tagsOf(arn)).toEqual({ team: 'red', stage: 'test', empty: '' });
  await untag(arn, ['stage', 'unknown']);
  const described = new DescribeUserPoolCommand({ UserPoolId: arn.split('/')[1] });
  expect((await app.cognito.send(described)).UserPool?.UserPoolTags).toEqual({ team: 'red', empty: '' });
  expect(await tagsOf(await newArn())).toEqual({});
});

it('keeps to fifty tags and to names that are not reserved', async () => {
  const arn = await newArn(Object.fromEntries(Array.from({ length: 49 }, (_, at) => [`tag${at}`, 'x'])));
  await tag(arn, { last: 'x', tag0: 'y' });
  await expect(tag(arn, { more: 'x' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await expect(tag(await newArn(), { 'aws:x': 'y' })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'aws: prefixed tag key names are not allowed for external use.',
  });
  expect(Object.keys((await tagsOf(arn)) ?? {})).toHaveLength(50);
});

it('loses none of many tags that come at once', async () => {
  const arn = await newArn();
  await Promise.all(Array.from({ length: 8 }, (_, at) => tag(arn, { [`tag${at}`]: 'x' })));
  expect(Object.keys((await tagsOf(arn)) ?? {})).toHaveLength(8);
});

it("knows no other ARNs, and nobody else's pools", async () => {
  const arn = await newArn();
  const gone = { name: 'ResourceNotFoundException' };
  const elsewhere = arn.replace('us-east-1:', 'eu-west-1:');
  for (const ask of [tagsOf, (each: string) => tag(each, { a: 'b' }), (each: string) => untag(each, ['a'])]) {
    await expect(ask(`${arn}x`)).rejects.toMatchObject(gone);
    await expect(ask(elsewhere)).rejects.toMatchObject(gone);
    await expect(ask(arn.replace(/:\d{12}:/, ':111122223333:'))).rejects.toMatchObject(gone);
    await expect(ask('arn:aws:s3:us-east-1:000000000000:bucket/thing')).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  }
});
