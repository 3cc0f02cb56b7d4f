/** For each operation, each member broken in each way, over the wire: the exact validation answer, and never a 500. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadFacts } from '../../src/aws/model/model.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { mutationsOf } from './support/mutations.ts';
import { sampleOf } from './support/samples.ts';
import { call, inParallel } from './support/wire.ts';

const facts = loadFacts('cognito-idp');
const operations = Object.entries(facts.operations);

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(async () => {
  await app.stop();
});

describe('every broken member gets the exact validation answer', () => {
  test.each(operations)('%s', async (name, { input = '' }) => {
    const differences: object[] = [];
    await inParallel(mutationsOf(facts, input), 16, async ({ what, input: body, code, message }) => {
      const answer = await call(app.endpoint, name, body);
      if (answer.status === 400 && answer.code === code && answer.message === message) return;
      differences.push({
        what,
        expected: `${code}: ${message}`,
        got: `${answer.status} ${answer.code}: ${answer.message}`,
      });
    });
    expect(differences).toEqual([]);
  });
});

test('there is something to break in every operation that has an input', () => {
  const counts = operations.map(([name, { input = '' }]) => ({ name, mutations: mutationsOf(facts, input).length }));
  expect(counts.filter(({ mutations }) => mutations === 0).map(({ name }) => name)).toEqual([]);
  expect(counts.reduce((sum, { mutations }) => sum + mutations, 0)).toBeGreaterThan(2800);
});

describe('what satisfies the model is never answered with a 500', () => {
  test.each(operations)('%s', async (name, { input = '' }) => {
    const answer = await call(app.endpoint, name, sampleOf(facts, input));
    expect({ status: answer.status, message: answer.message }).not.toMatchObject({ status: 500 });
    expect([200, 400]).toContain(answer.status);
  });
});
