/**
 * Keeps the direction of imports (main -> app -> doors -> core -> crypto; store and adapters implement core/ports.ts)
 * and finds cycles. `node scripts/check-imports.ts [folder]` prints every breach and exits 1 when there is one.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Import {
  /** Relative to the root, for own files; the specifier otherwise. */
  readonly to: string;
  readonly typeOnly: boolean;
}

interface Rule {
  /** Why the rule is there; printed with each breach. */
  readonly says: string;
  readonly from: RegExp;
  readonly but?: RegExp;
  readonly mayImport: RegExp;
  /** Imports of types leave nothing behind at run time. */
  readonly valuesOnly?: boolean;
}

const OWN = /^src\//;
const DOORS = ['aws', 'oauth', 'pages', 'console', 'mocks', 'gateway'];

const RULES: readonly Rule[] = [
  { says: 'crypto knows nobody', from: /^src\/crypto\//, mayImport: /^src\/crypto\// },
  { says: 'core knows core and crypto alone', from: /^src\/core\//, mayImport: /^src\/(core|crypto)\// },
  { says: 'config knows nobody', from: /^src\/config[/.]/, mayImport: /^src\/config[/.]/ },
  { says: 'the store implements the ports', from: /^src\/store\//, mayImport: /^src\/(store|core)\// },
  {
    says: 'the store takes only ports and types from the core',
    from: /^src\/store\//,
    mayImport: /^src\/(store\/|core\/ports\.ts$)/,
    valuesOnly: true,
  },
  {
    says: 'adapters implement the ports',
    from: /^src\/adapters\//,
    mayImport: /^src\/((adapters|core|config|crypto)\/|(config|metrics)\.ts$)/,
  },
  {
    says: 'the listener knows no door and nothing that Cognito does',
    from: /^src\/server\//,
    mayImport: /^src\/((server|config)\/|core\/ports\.ts$|(config|metrics)\.ts$)/,
  },
  ...DOORS.map((door) => ({
    says: 'a door imports no other door, no engine, no adapter',
    from: new RegExp(`^src/${door}/`),
    mayImport: new RegExp(`^src/((${door}|core|crypto|server|config)/|(config|metrics)\\.ts$)`),
  })),
  {
    says: 'the library for backends runs without the service',
    from: /^src\/authorizer\//,
    mayImport: /^src\/authorizer\//,
  },
  {
    says: 'the service does not run on its own library',
    from: /^src\//,
    but: /^src\/authorizer\//,
    mayImport: /^src\/(?!authorizer\/)/,
  },
  {
    says: 'deploying is a client: it knows what APIs and documents look like, and nothing that is behind them',
    from: /^src\/deploy\//,
    mayImport: /^src\/((deploy|crypto|config|aws\/model|gateway\/document)\/|config\.ts$)/,
  },
  { says: 'only main.ts starts the app', from: /^src\//, but: /^src\/main\.ts$/, mayImport: /^src\/(?!app\.ts$)/ },
];

/** Formats that their fields' own people keep. */
const CRYPTO_PACKAGES: ReadonlySet<string> = new Set(['jose', 'otpauth']);

/** Packages of devDependencies are not there in production; the disk and the network reach the core through ports. */
const forbiddenPackage = (
  from: string,
  { to, typeOnly }: Import,
  production: ReadonlySet<string>,
): string | undefined => {
  if (to.startsWith('node:')) {
    const outside = /^node:(fs|http|https|http2|net|tls|dns|child_process|sqlite|cluster)(\/|$)/.test(to);
    return outside && /^src\/core\//.test(from) ? 'the core reaches disk and network through ports' : undefined;
  }
  const name = to.split('/', to.startsWith('@') ? 2 : 1).join('/');
  if (!typeOnly && !production.has(name)) return 'not among the dependencies of package.json';
  if (typeOnly) return undefined;
  if (/^src\/core\//.test(from)) return 'the core uses no package';
  return /^src\/crypto\//.test(from) && !CRYPTO_PACKAGES.has(name) ? 'crypto uses jose and otpauth alone' : undefined;
};

const STATEMENT =
  /^\s*(?:import|export)\s(type\s)?[^;'"`]*?from\s*'([^']+)'|^\s*import\s*'([^']+)'|\bimport\('([^']+)'\)/gm;

const importsOf = (root: string, file: string): Import[] => {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(STATEMENT)].map(([, type, from, bare, dynamic]) => {
    const specifier = from ?? bare ?? dynamic ?? '';
    const own = specifier.startsWith('.');
    const to = own ? relative(root, resolve(root, dirname(file), specifier)).replaceAll('\\', '/') : specifier;
    return { to, typeOnly: type !== undefined };
  });
};

/** Breaches as `from -> to: why`, in the order of files. */
export const checkImports = (root: string): string[] => {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .sort();
  const { dependencies = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  const production = new Set(Object.keys(dependencies));
  const graph = new Map(files.map((file) => [file, importsOf(root, file)]));
  const breaches = files.flatMap((file) =>
    (graph.get(file) ?? []).flatMap((each) =>
      breachesOf(root, file, each, production).map((why) => `${file} -> ${each.to}: ${why}`),
    ),
  );
  return [...breaches, ...cyclesOf(graph)];
};

const breachesOf = (root: string, from: string, each: Import, production: ReadonlySet<string>): string[] => {
  if (!OWN.test(each.to)) {
    if (each.to.startsWith('.')) return ['leaves src'];
    const why = /^(test|bench|scripts|bin)\//.test(each.to)
      ? 'src imports src alone'
      : forbiddenPackage(from, each, production);
    return why ? [why] : [];
  }
  if (!existsSync(join(root, each.to))) return ['no such file'];
  return RULES.filter((rule) => rule.from.test(from) && !rule.but?.test(from))
    .filter((rule) => !(rule.valuesOnly && each.typeOnly) && !rule.mayImport.test(each.to))
    .map((rule) => rule.says);
};

/** One cycle of values for each file that closes one. */
const cyclesOf = (graph: ReadonlyMap<string, readonly Import[]>): string[] => {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    const at = trail.indexOf(file);
    if (at >= 0) found.push(`${[...trail.slice(at), file].join(' -> ')}: a cycle`);
    if (at >= 0 || done.has(file)) return;
    for (const { to, typeOnly } of graph.get(file) ?? []) if (!typeOnly) visit(to, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const breaches = checkImports(resolve(process.argv[2] ?? '.'));
  for (const breach of breaches) console.log(breach);
  console.log(breaches.length === 0 ? 'imports: every one in its direction' : `imports: ${breaches.length} breaches`);
  process.exitCode = breaches.length === 0 ? 0 : 1;
}
