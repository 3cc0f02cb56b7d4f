import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DOCUMENT, operationsDocument } from '../../scripts/operations-doc.ts';

test('docs/operations.md is up to date (node scripts/operations-doc.ts)', () => {
  expect(readFileSync(DOCUMENT, 'utf8')).toBe(operationsDocument());
});
