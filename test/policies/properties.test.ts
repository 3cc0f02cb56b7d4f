/** Laws of evaluation, on random policies and requests. The seed is fixed: a failure comes again. */
import { describe, expect, it } from 'vitest';
import { compiledPolicy } from '../../src/core/iam/policies-of.ts';
import { requestContext } from '../../src/core/policies/context.ts';
import { type AttachedPolicy, evaluate, type Policies } from '../../src/core/policies/evaluate.ts';
import { globOf, matchesGlob } from '../../src/core/policies/glob.ts';
import { type JsonText, readJson } from '../../src/core/policies/json.ts';
import { parsePolicy } from '../../src/core/policies/policy.ts';
import { type AccessRequest, contextOf } from '../../src/core/policies/request.ts';
import { globTemplate, textTemplate, tokensOf } from '../../src/core/policies/template.ts';
import { type Json, session, user } from './case.ts';

const ROUNDS = 3_000;

/** A small generator (mulberry32), so that the same cases come every time. */
const randomNumbers = (seed: number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

const random = randomNumbers(20_260_101);
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;

const ACTIONS = ['s3:GetObject', 's3:PutObject', 'iam:GetUser', 'iam:PutUserPolicy', 'sts:AssumeRole'];
const PATTERNS = ['*', 's3:*', 's3:Get*', 'iam:*User*', 'iam:GetUser', 'sts:A?sumeRole', '*:Put*'];
const RESOURCES = ['arn:aws:s3:::a/1', 'arn:aws:s3:::a/2', 'arn:aws:s3:::b/1', 'arn:aws:iam::111122223333:user/x'];
const TARGETS = ['*', 'arn:aws:s3:::a/*', 'arn:aws:s3:::*/1', 'arn:aws:iam::111122223333:*', 'arn:aws:s3:::${a:b}/1'];
const CONDITIONS: readonly (Json | undefined)[] = [
  undefined,
  undefined,
  { StringEquals: { 'a:b': ['a', 'b'] } },
  { StringNotLike: { 'a:b': 'a*' } },
  { 'ForAllValues:StringEquals': { 'a:c': ['x', 'y'] } },
  { 'ForAnyValue:StringEquals': { 'a:c': ['x'] } },
  { Null: { 'a:b': 'true' } },
];

const randomStatement = (): Json => {
  const Condition = pick(CONDITIONS);
  return {
    Effect: random() < 0.75 ? 'Allow' : 'Deny',
    [random() < 0.8 ? 'Action' : 'NotAction']: pick(PATTERNS),
    [random() < 0.8 ? 'Resource' : 'NotResource']: pick(TARGETS),
    ...(Condition && { Condition }),
  };
};

const textOf = (statements: readonly Json[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const policyOf = (statements: readonly Json[]): AttachedPolicy => ({
  id: 'p',
  compiled: parsePolicy(textOf(statements), 'inline'),
});

const randomPolicy = () => policyOf(Array.from({ length: 1 + Math.floor(random() * 4) }, randomStatement));
const maybe = <T>(make: () => T): T | undefined => (random() < 0.5 ? make() : undefined);

const randomPolicies = (): Policies => ({
  identity: [randomPolicy(), randomPolicy()],
  boundary: maybe(randomPolicy),
  session: maybe(() => [randomPolicy()]),
});

const randomRequest = (): AccessRequest => ({
  principal: pick([user, session]),
  action: pick(ACTIONS),
  resource: pick(RESOURCES),
  context: contextOf([
    ['a:b', pick([undefined, 'a', 'b', 'c'])],
    ['a:c', pick([undefined, ['x'], ['x', 'z'], []])],
  ]),
});

const withIdentity = (policies: Policies, ...more: AttachedPolicy[]): Policies => ({
  ...policies,
  identity: [...(policies.identity ?? []), ...more],
});

const rounds = (check: (request: AccessRequest, policies: Policies) => void): void => {
  for (let round = 0; round < ROUNDS; round++) check(randomRequest(), randomPolicies());
};

describe('laws', () => {
  it('the random requests meet all three decisions', () => {
    const seen = new Set<string>();
    rounds((request, policies) => seen.add(evaluate(request, policies).decision));
    expect([...seen].sort()).toEqual(['allowed', 'explicitDeny', 'implicitDeny']);
  });

  it('a denial that matches wins, wherever it stands', () => {
    rounds((request, policies) => {
      const denial = policyOf([{ Effect: 'Deny', Action: request.action, Resource: '*' }]);
      const places: Policies[] = [
        withIdentity(policies, denial),
        { ...policies, boundary: denial },
        { ...policies, session: [...(policies.session ?? []), denial] },
      ];
      for (const each of places) expect(evaluate(request, each).decision).toBe('explicitDeny');
    });
  });

  it('a further grant never turns an explicit deny', () => {
    rounds((request, policies) => {
      const before = evaluate(request, policies).decision;
      const after = evaluate(
        request,
        withIdentity(policies, policyOf([{ Effect: 'Allow', Action: '*', Resource: '*' }])),
      );
      if (before === 'explicitDeny') expect(after.decision).toBe('explicitDeny');
      if (before === 'allowed') expect(after.decision).toBe('allowed');
    });
  });

  it('boundary and session policy never grant more', () => {
    rounds((request, policies) => {
      const alone = evaluate(request, { identity: policies.identity }).decision;
      const limited = evaluate(request, policies).decision;
      if (limited === 'allowed') expect(alone).toBe('allowed');
    });
  });

  it('the order of statements and policies does not matter', () => {
    rounds((request, policies) => {
      const turned = { ...policies, identity: [...(policies.identity ?? [])].reverse() };
      expect(evaluate(request, turned).decision).toBe(evaluate(request, policies).decision);
    });
  });

  it('what allows is a matched grant, what denies a matched denial', () => {
    rounds((request, policies) => {
      const { decision, matched } = evaluate(request, policies);
      if (decision === 'implicitDeny') expect(matched).toEqual([]);
      else expect(matched.every(({ statement }) => statement.denies === (decision === 'explicitDeny'))).toBe(true);
    });
  });
});

describe('the reader of JSON', () => {
  const randomValue = (depth: number): unknown => {
    const kind = Math.floor(random() * (depth > 3 ? 4 : 6));
    if (kind === 4) return Array.from({ length: Math.floor(random() * 4) }, () => randomValue(depth + 1));
    if (kind === 5) {
      return Object.fromEntries(
        Array.from({ length: Math.floor(random() * 4) }, (_, at) => [
          `${pick(['a', '"', '\\', 'ä', '__proto__'])}${at}`,
          randomValue(depth + 1),
        ]),
      );
    }
    return pick<unknown>([null, true, false, 0, -1.5e3, '', 'x\n"\\\u2028', '\ud83d\ude00']);
  };
  const outcome = (read: (text: string) => unknown, text: string): unknown => {
    try {
      return { value: read(text) };
    } catch {
      return 'refused';
    }
  };

  it('agrees with the language, on good texts and on broken ones', () => {
    for (let round = 0; round < 5_000; round++) {
      const text = JSON.stringify(randomValue(0), null, pick([0, 2, '\t']));
      const at = Math.floor(random() * text.length);
      const broken =
        text.slice(0, at) +
        pick(['', ',', '"', '}', '[', '0', ' ', '\\', '\u00a0', 'e']) +
        text.slice(at + pick([0, 1]));
      for (const each of [text, broken]) {
        const { duplicates } = (outcome(readJson, each) as { value?: JsonText }).value ?? { duplicates: [] };
        const read = outcome((given) => readJson(given).value, each);
        if (duplicates.length === 0) expect(read, each).toEqual(outcome(JSON.parse, each));
      }
    }
  });

  it('tells where each object stands', () => {
    const text = ' { "a": [ { } , {"b":1} ] } ';
    const { value, spans } = readJson(text);
    const [first, second] = (value as { a: [object, object] }).a;
    const at = (found: object) => text.slice(spans.get(found)?.start, spans.get(found)?.end);
    expect([at(value as object), at(first), at(second)]).toEqual([text.trim(), '{ }', '{"b":1}']);
  });
});

describe('wildcards', () => {
  const glob = (pattern: string) => globTemplate(tokensOf(pattern, { variables: false, wildcards: true }))(new Map());

  it('agree with a regular expression on random texts', () => {
    const word = (letters: string, most: number) =>
      Array.from({ length: Math.floor(random() * most) }, () => pick([...letters])).join('');
    for (let round = 0; round < 20_000; round++) {
      const pattern = word('ab*?', 8);
      const text = word('ab', 10);
      const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      const compiled = glob(pattern);
      expect(compiled && matchesGlob(compiled, text), `${pattern} on ${text}`).toBe(expression.test(text));
    }
  });

  it('cost no more than the search, whatever the pattern', () => {
    const text = 'a'.repeat(6_000);
    const nasty = [
      `${'*a'.repeat(1_500)}*b`,
      `${'a*'.repeat(1_500)}b`,
      `*${'a'.repeat(3_000)}b*`,
      `*${'?'.repeat(3_000)}b*`,
    ];
    const started = performance.now();
    for (const pattern of nasty) expect(matchesGlob(glob(pattern) ?? globOf([]), text)).toBe(false);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('hostile texts', () => {
  const MANY = 30_000;

  it.each<[string, Json]>([
    ['a variable of white space', { Resource: `arn:aws:s3:::\${${' '.repeat(MANY)},x}` }],
    ['variables without an end', { Resource: `arn:aws:s3:::${'${'.repeat(MANY)}` }],
    ['variables in variables', { Resource: `arn:aws:s3:::${'${'.repeat(MANY)}}` }],
    ['digits that are no number', { Condition: { NumericEquals: { 'a:b': `${'1'.repeat(MANY)}x` } } }],
    ['digits that are no time', { Condition: { DateEquals: { 'a:b': `${'1'.repeat(MANY)}x` } } }],
  ])('are read in time: %s', (_, more) => {
    const started = performance.now();
    policyOf([{ Effect: 'Allow', Action: '*', Resource: '*', ...more }]);
    expect(performance.now() - started).toBeLessThan(250);
  });

  it('are not all kept, although compiled policies are', () => {
    const long = (name: string) =>
      textOf([{ Effect: 'Allow', Action: `s3:${name}`, Resource: '*', Sid: 'a'.repeat(90_000) }]);
    const first = compiledPolicy(long('first'), 'inline');
    expect(compiledPolicy(long('first'), 'inline')).toBe(first);
    for (let at = 0; at < 50; at++) compiledPolicy(long(`${at}`), 'inline');
    expect(compiledPolicy(long('first'), 'inline')).not.toBe(first);
  });

  it('keep the meaning of variables with white space and defaults', () => {
    const context = contextOf([['a:b', 'value']]);
    const made = (text: string) => textTemplate(text, true)(context) ?? 'without value';
    expect(['${ a:b }', "${a:c , 'x'}", "${ a:c,'x' }", '${a:c}', '${}', '${a:b', '${a:c,x}'].map(made)).toEqual([
      'value',
      'x',
      'x',
      'without value',
      '${}',
      '${a:b',
      '${a:c,x}',
    ]);
  });
});

describe('tags whose names differ in capitals alone', () => {
  const tags = { team: 'red', Team: 'blue', stage: 'test' };
  const context = requestContext(user, { at: 0, secure: true, resourceTags: tags, requestTags: tags });

  it.each(['resource', 'request'])('the first counts: %s', (of) => {
    expect(context.get(`aws:${of}tag/team`)).toEqual(['red']);
    expect(context.get(`aws:${of}tag/stage`)).toEqual(['test']);
  });
});
