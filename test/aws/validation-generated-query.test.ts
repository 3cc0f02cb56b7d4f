/** For each operation of STS and IAM, each member broken in each way, over the wire: the exact answer, never a 500. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadFacts } from '../../src/aws/model/model.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { callForm } from './support/form.ts';
import { mutationsOf } from './support/mutations.ts';
import { sampleOf } from './support/samples.ts';
import { inParallel } from './support/wire.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(async () => {
  await app.stop();
});

/** What XML 1.0 cannot hold is left out of answers. */
const UNWRITABLE = /(?![\t\n\r\x7f-\x9f])\p{Cc}|[\ufffe\uffff]/gu;

describe.each(['sts', 'iam'] as const)('%s', (service) => {
  const facts = loadFacts(service);
  const operations = Object.entries(facts.operations);
  /** In a form everything is text: wrong types are the protocol's own test. */
  const brokenOf = (input: string | undefined) =>
    input === undefined ? [] : mutationsOf(facts, input).filter(({ code }) => code === 'InvalidParameterException');

  test.each(operations)('every broken member gets the exact validation answer: %s', async (name, { input }) => {
    const differences: object[] = [];
    await inParallel(brokenOf(input), 16, async ({ what, input: broken, message }) => {
      const answer = await callForm(app.endpoint, facts, name, broken);
      const expected = message.replace(UNWRITABLE, '');
      if (answer.status === 400 && answer.code === 'ValidationError' && answer.message === expected) return;
      differences.push({ what, expected, got: `${answer.status} ${answer.code}: ${answer.message}` });
    });
    expect(differences).toEqual([]);
  });

  test('there is much to break', () => {
    const count = operations.reduce((sum, [, { input }]) => sum + brokenOf(input).length, 0);
    expect(count).toBeGreaterThan({ sts: 100, iam: 900 }[service]);
  });

  test.each(operations)('what satisfies the model is never answered with a 500: %s', async (name, { input }) => {
    const answer = await callForm(app.endpoint, facts, name, input === undefined ? {} : sampleOf(facts, input));
    expect({ status: answer.status, message: answer.message }).not.toMatchObject({ status: 500 });
    expect([200, 400, 403, 404, 409]).toContain(answer.status);
  });
});
