/** No operation counts as complete without a test that sends it with the real SDK and looks at what it does. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { DOCUMENT } from '../../scripts/operations-doc.ts';

const TESTS = fileURLToPath(new URL('..', import.meta.url));

/** Generated tests prove the door, not an operation; support code proves nothing. */
const behaviouralTests = (): string =>
  readdirSync(TESTS, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/^(aws|support)[\\/]/.test(file))
    .map((file) => readFileSync(`${TESTS}/${file}`, 'utf8'))
    .join('\n');

test('every complete operation is sent by a behavioural test', () => {
  const complete = [...readFileSync(DOCUMENT, 'utf8').matchAll(/^\| (\w+) \| complete \|/gm)].map(([, name]) => name);
  expect(complete.length).toBeGreaterThan(30);
  const sent = behaviouralTests();
  expect(complete.filter((name) => !new RegExp(`new ${name}Command\\(`).test(sent))).toEqual([]);
});
