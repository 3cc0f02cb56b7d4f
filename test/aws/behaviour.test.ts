/** No operation counts as complete without a test that sends it with the real SDK and looks at what it does. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { DOCUMENT } from '../../scripts/operations-doc.ts';

const TESTS = fileURLToPath(new URL('..', import.meta.url));

const CLIENTS: Readonly<Record<string, string>> = {
  'cognito-idp': '@aws-sdk/client-cognito-identity-provider',
  'cognito-identity': '@aws-sdk/client-cognito-identity',
  sts: '@aws-sdk/client-sts',
  iam: '@aws-sdk/client-iam',
};

/** Generated tests prove the door, not an operation; support code proves nothing. */
const behaviouralTests = readdirSync(TESTS, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/^(aws|support)[\\/]/.test(file))
  .map((file) => readFileSync(`${TESTS}/${file}`, 'utf8'));

/** Services have operations of the same name: a test counts for the service whose client it imports. */
const testsWith = (client: string): string =>
  behaviouralTests.filter((text) => text.includes(`from '${client}'`)).join('\n');

const sections = readFileSync(DOCUMENT, 'utf8')
  .split(/^## /m)
  .slice(1)
  .map((section) => ({
    service: /\((.+)\)/.exec(section)?.[1] ?? '',
    complete: [...section.matchAll(/^\| (\w+) \| complete \|/gm)].map(([, name]) => name),
  }))
  .filter(({ complete }) => complete.length > 0);

describe.each(sections)('$service', ({ service, complete }) => {
  test('every complete operation is sent by a behavioural test', () => {
    const sent = testsWith(CLIENTS[service] ?? '');
    expect(complete.filter((name) => !new RegExp(`new ${name}Command\\(`).test(sent))).toEqual([]);
  });
});

test('the document tells of complete operations', () => {
  expect(sections.flatMap(({ complete }) => complete).length).toBeGreaterThan(200);
});
