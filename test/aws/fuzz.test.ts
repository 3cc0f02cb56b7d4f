/**
 * Random requests over all operations, many of them with real ids and tokens so that they get past validation: no 500,
 * no hang, memory flat. The seed is printed. POOLHOUSE_FUZZ_SEED sets another, or `random`;
 * POOLHOUSE_FUZZ_REQUESTS sets the length of the run.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadFacts } from '../../src/aws/model/model.ts';
import type { Functions } from '../../src/core/ports.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { type Furnished, furnishedPool, type Known } from './support/furnished-pool.ts';
import { type SeededRandom, seededRandom } from './support/random.ts';
import { sampleOf } from './support/samples.ts';
import { call, inParallel } from './support/wire.ts';

const REQUESTS = Number(process.env['POOLHOUSE_FUZZ_REQUESTS'] ?? 100_000);
const SEED = seedOf(process.env['POOLHOUSE_FUZZ_SEED'] ?? '20261122');
const MB = 1024 * 1024;

function seedOf(given: string): number {
  return given === 'random' ? Date.now() % 2 ** 31 : Number(given);
}

const facts = loadFacts('cognito-idp');
/** Making a pool costs two RSA key pairs, deleting the one under test ends the run's depth. */
const operations = Object.entries(facts.operations).filter(
  ([name]) => name !== 'CreateUserPool' && name !== 'DeleteUserPool',
);

/** They would end what the others are tried on, and so have a pool of their own to end. */
const ENDING =
  /^(Delete|AdminDelete|AdminDisable|AdminEnable|AdminReset|AdminSetUserPassword|ChangePassword|GlobalSignOut|AdminUserGlobal|Revoke|UpdateUserPoolClient|ForgetDevice|AdminForgetDevice|StartUserImportJob|StopUserImportJob)/;

/** Functions that answer anything, the right thing among it. */
const functionsOf = (random: SeededRandom): Functions => ({
  invoke: async ({ event }) => {
    const right = { ...event, response: RIGHT };
    return random.chance(0.3) ? mutateOnce(random, right, 0) : right;
  },
});

/** No trigger minds the members of another. */
const RIGHT = {
  autoConfirmUser: true,
  autoVerifyEmail: false,
  autoVerifyPhone: false,
  challengeName: 'CUSTOM_CHALLENGE',
  issueTokens: false,
  failAuthentication: false,
  publicChallengeParameters: { question: 'why' },
  privateChallengeParameters: { answer: 'because' },
  challengeMetadata: 'why',
  answerCorrect: false,
  smsMessage: '{username} {####}',
  emailMessage: '{username} {####}',
  emailSubject: 'hello',
  userAttributes: { email: 'b@example.com' },
  claimsOverrideDetails: { claimsToAddOrOverride: { a: 'b' }, groupOverrideDetails: { groupsToOverride: ['a'] } },
  claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: { a: [1] }, scopesToAdd: ['b'] } },
};

let app: TestApp;
let lasting: Furnished;
let doomed: Furnished;
let known: Known;
beforeAll(async () => {
  app = await startTestApp({ functions: functionsOf(seededRandom(SEED + 1)) });
  lasting = await furnishedPool(app);
  doomed = await furnishedPool(app);
  ({ known } = lasting);
});
afterAll(() => app.stop());

test(`${REQUESTS} random requests`, { timeout: 600_000 }, async () => {
  console.info(`fuzz seed ${SEED}`);
  const random = seededRandom(SEED);
  const surprises: string[] = [];
  const done = new Set<string>();
  const one = async (): Promise<void> => {
    const [name, { input = '' }] = random.pick(operations);
    const sample = sampleOf(facts, input);
    const ending = ENDING.test(name);
    const whole = withKnown(random, ending ? doomed : lasting, lean(random, sample, requiredOf(input)));
    const body = mutate(random, whole, ending ? 'doomed ids' : 'any ids');
    const answer = await call(app.endpoint, name, body);
    if (answer.status === 200) done.add(name);
    if (answer.status !== 200 && answer.status !== 400 && answer.status !== 413) {
      surprises.push(`${name} answered ${answer.status} ${answer.message} to ${JSON.stringify(body)?.slice(0, 2000)}`);
    }
  };
  const run = (count: number) => inParallel(Array.from({ length: count }), 16, one);
  await run(REQUESTS / 2);
  const before = settledHeap();
  await run(REQUESTS / 2);
  if (REQUESTS >= 20_000) expect(done.size).toBeGreaterThan(70);
  console.info(`succeeded at least once: ${done.size} operations; never: ${neverOf(done).join(', ')}`);
  expect(surprises).toEqual([]);
  expect((await call(app.endpoint, 'GetUser', { AccessToken: known['AccessToken']?.[0] })).status).toBe(200);
  expect(settledHeap() - before).toBeLessThan(16 * MB);
});

const neverOf = (done: ReadonlySet<string>): string[] =>
  operations.map(([name]) => name).filter((name) => !done.has(name));

/** What is in use after a collection, which tests have to ask the engine for. */
const settledHeap = (): number => {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
};

const requiredOf = (input: string): readonly string[] => {
  const shape = facts.shapes[input];
  return shape?.type === 'structure' ? (shape.required ?? []) : [];
};

/** Members that a request may leave out often contradict each other. */
const lean = (random: SeededRandom, sample: unknown, required: readonly string[]): unknown => {
  if (typeof sample !== 'object' || sample === null || random.chance(0.3)) return sample;
  const kept = Object.entries(sample).filter(([name]) => required.includes(name) || random.chance(0.3));
  return Object.fromEntries(kept);
};

const withKnown = (random: SeededRandom, { known, stages }: Furnished, sample: unknown): unknown => {
  if (typeof sample !== 'object' || sample === null) return sample;
  const entries = Object.entries(sample).map(([name, value]) =>
    name in known && random.chance(0.8) ? [name, random.pick(known[name] ?? [])] : [name, value],
  );
  const stage = 'ChallengeName' in sample && random.chance(0.8) ? random.pick(stages) : {};
  return { ...Object.fromEntries(entries), ...stage };
};

/** Breaks one to three places, or none. */
const mutate = (random: SeededRandom, body: unknown, ids: 'any ids' | 'doomed ids'): unknown => {
  let result = body;
  for (let times = random.below(4); times > 0; times -= 1) result = mutateOnce(random, result, 0);
  return ids === 'doomed ids' && holdsLastingId(result) ? body : result;
};

const holdsLastingId = (body: unknown): boolean => {
  const text = JSON.stringify(body) ?? '';
  return Object.values(known)
    .flat()
    .some((id) => typeof id === 'string' && text.includes(id));
};

const mutateOnce = (random: SeededRandom, value: unknown, depth: number): unknown => {
  if (Array.isArray(value)) {
    if (value.length === 0 || random.chance(0.3)) return random.chance(0.5) ? [...value, junk(random)] : [];
    const at = random.below(value.length);
    return value.map((item, index) => (index === at ? mutateOnce(random, item, depth + 1) : item));
  }
  if (typeof value !== 'object' || value === null || (depth > 0 && random.chance(0.2))) return junk(random);
  const names = Object.keys(value);
  if (names.length === 0 || random.chance(0.1)) return { ...value, [junkText(random)]: junk(random) };
  const name = random.pick(names);
  if (random.chance(0.2)) return Object.fromEntries(Object.entries(value).filter(([each]) => each !== name));
  return { ...value, [name]: mutateOnce(random, (value as Record<string, unknown>)[name], depth + 1) };
};

const junk = (random: SeededRandom): unknown =>
  random.pick<() => unknown>([
    () => null,
    () => true,
    () => random.pick([0, -1, 1.5, 1e308, 2 ** 31, -(2 ** 31), 2 ** 53, Number.MIN_VALUE]),
    () => junkText(random),
    () => [],
    () => ({}),
    () => [junkText(random), null, {}],
    () => ({ [junkText(random)]: junkText(random) }),
    () => random.pick(Object.values(known).flat()),
  ])();

const junkText = (random: SeededRandom): string =>
  random.pick([
    '',
    ' ',
    'a',
    '__proto__',
    'constructor',
    'custom:x',
    "'; drop table users; --",
    '%00\u0000',
    '\u{1F600}'.repeat(20),
    '\ud800',
    'İ'.repeat(10),
    'é',
    '+15555550100',
    'a@example.com',
    'x'.repeat(random.pick([129, 257, 2049, 10_000])),
    '{####}',
    'https://example.com/cb#x',
    'arn:aws:iam::123456789012:role/x',
    'email = "a',
    '../../etc/passwd',
    '<script>alert(1)</script>',
  ]);
