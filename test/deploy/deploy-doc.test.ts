import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DOCUMENT, deployDocument } from '../../scripts/deploy-doc.ts';

test('docs/deploy.md is up to date (node scripts/deploy-doc.ts)', () => {
  expect(readFileSync(DOCUMENT, 'utf8')).toBe(deployDocument());
});
