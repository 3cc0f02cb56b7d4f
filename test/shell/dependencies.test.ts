import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, root), 'utf8');
const { dependencies, optionalDependencies } = JSON.parse(read('package.json')) as Record<
  string,
  Record<string, string>
>;

const sources = (): string =>
  readdirSync(new URL('src', root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') || name.endsWith('.js'))
    .map((name) => read(`src/${name}`))
    .join('\n');

test('each runtime dependency is used, pinned and explained', () => {
  const page = read('docs/dependencies.md');
  const text = sources();
  for (const [name, version] of Object.entries(dependencies ?? {})) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
    expect(page, name).toContain(name);
    expect(new RegExp(`(from |import\\()'${name}[/']`).test(text), `${name} is used`).toBe(true);
  }
});

test('the platform packages of the runtime are pinned and carried by the lock file', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, { version: string }> };
  for (const [name, version] of Object.entries(optionalDependencies ?? {})) {
    expect(read('docs/dependencies.md')).toContain(`${name}`);
    expect(packages[`node_modules/${name}`]?.version, name).toBe(version);
  }
});
