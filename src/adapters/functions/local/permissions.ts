/**
 * What the runtime lets a function's process do (Node's permission model): read its own folder and the packages that
 * its imports resolve to, write to its scratch folder, and use the network. The server's data, its environment and its
 * memory under /proc are out of reach. Node calls this a guard against mistakes of trusted code, not a sandbox.
 */
import { realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { LocalLimits } from '../../../config/functions.ts';

export interface Readable {
  readonly root: string;
  readonly scratch: string;
  /** The process's own first module. */
  readonly entry: string;
}

export const permissionFlags = ({ root, scratch, entry }: Readable, limits: LocalLimits): string[] => [
  '--permission',
  ...[entry, ...trees([root, scratch, ...limits.read]), ...packagesAbove(root)].map(readFlag),
  ...trees([scratch, ...limits.write]).map((path) => `--allow-fs-write=${path}`),
  ...limits.allow.filter((each) => each !== 'sqlite').map((each) => `--allow-${each}`),
  // SQLite opens files on its own, which the permission model does not see.
  ...(limits.allow.includes('sqlite') || !knows('--experimental-sqlite') ? [] : ['--no-experimental-sqlite']),
  // Later releases than the pinned one also guard the network, which functions have at Lambda.
  ...(knows('--allow-net') ? ['--allow-net'] : []),
];

const knows = (flag: string): boolean => process.allowedNodeEnvironmentFlags.has(flag);

const readFlag = (path: string): string => `--allow-fs-read=${path}`;

/** A path as given and as it is without links; a folder with what is below it. */
const trees = (paths: readonly string[]): string[] => [
  ...new Set(paths.flatMap((path) => [path, real(path)]).flatMap((path) => [path, `${path}${sep}`])),
];

const real = (path: string): string => {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
};

/** `import 'x'` looks for node_modules in every folder above, and for package.json to know the module's kind. */
const packagesAbove = (root: string): string[] =>
  [...new Set([root, real(root)])]
    .flatMap((each) => foldersAbove(each))
    .flatMap((folder) => [join(folder, 'package.json'), join(folder, 'node_modules') + sep]);

const foldersAbove = (folder: string): string[] =>
  dirname(folder) === folder ? [folder] : [folder, ...foldersAbove(dirname(folder))];
