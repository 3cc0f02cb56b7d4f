import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { checkImports } from '../../scripts/check-imports.ts';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

const project = (files: Record<string, string>): string => {
  const root = mkdtempSync(join(tmpdir(), 'poolhouse-imports-'));
  roots.push(root);
  for (const [name, text] of Object.entries({ 'package.json': '{"dependencies":{"hono":"1"}}', ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
};

test('the house keeps its own rules', () => {
  expect(checkImports(resolve('.'))).toEqual([]);
});

test('a door that imports another door is found, also over lines and as a type', () => {
  const root = project({
    'src/aws/a.ts': "import type {\n  B,\n} from '../oauth/b.ts';\n",
    'src/oauth/b.ts': 'export type B = string;\n',
  });
  expect(checkImports(root)).toEqual([
    'src/aws/a.ts -> src/oauth/b.ts: a door imports no other door, no engine, no adapter',
  ]);
});

test('the core reaches neither disk nor store nor packages', () => {
  const root = project({
    'src/core/a.ts':
      "import { readFileSync } from 'node:fs';\nimport { html } from 'hono/html';\nimport '../store/b.ts';\n",
    'src/store/b.ts': "export * from '../core/c.ts';\n",
    'src/core/c.ts': '',
  });
  expect(checkImports(root)).toEqual([
    'src/core/a.ts -> node:fs: the core reaches disk and network through ports',
    'src/core/a.ts -> hono/html: the core uses no package',
    'src/core/a.ts -> src/store/b.ts: core knows core and crypto alone',
    'src/store/b.ts -> src/core/c.ts: the store takes only ports and types from the core',
  ]);
});

test('crypto has the packages that are named', () => {
  const root = project({
    'package.json': '{"dependencies":{"hono":"1","otpauth":"1"}}',
    'src/crypto/a.ts': "import { TOTP } from 'otpauth';\nimport { html } from 'hono/html';\n",
  });
  expect(checkImports(root)).toEqual(['src/crypto/a.ts -> hono/html: crypto uses jose and otpauth alone']);
});

test('development packages, missing files and dynamic imports count', () => {
  const root = project({ 'src/main.ts': "import { test } from 'vitest';\nconst a = await import('./gone.ts');\n" });
  expect(checkImports(root)).toEqual([
    'src/main.ts -> vitest: not among the dependencies of package.json',
    'src/main.ts -> src/gone.ts: no such file',
  ]);
});

test('cycles of values are found, cycles of types are not', () => {
  const root = project({
    'src/core/a.ts': "import { b } from './b.ts';\n",
    'src/core/b.ts': "import type { A } from './c.ts';\nimport { a } from './a.ts';\n",
    'src/core/c.ts': "import { b } from './b.ts';\n",
  });
  expect(checkImports(root)).toEqual(['src/core/a.ts -> src/core/b.ts -> src/core/a.ts: a cycle']);
});
