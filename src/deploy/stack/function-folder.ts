/** The folder of functions that the server runs. A function is replaced at once, and put back when the run fails. */
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { FunctionFolder } from '../kinds/kind.ts';
import { DeployFailed } from '../problems.ts';

export interface KeptFunctionFolder extends FunctionFolder {
  /** Forgets what stood before. */
  commit(): Promise<void>;
}

/** No name of a function begins with a dot, so that the server never runs one of these. */
const NEXT = '.next-';
const PREVIOUS = '.previous-';

export const createFunctionFolder = (folder: string): KeptFunctionFolder => {
  const placeOf = (name: string, prefix = ''): string => {
    if (!/^[\w-]{1,64}$/.test(name)) throw new DeployFailed(`${name} is no name of a function`);
    return join(folder, `${prefix}${name}`);
  };
  return {
    async write(name, { files = new Map(), folder: source, modules }) {
      const next = placeOf(name, NEXT);
      await rm(next, { recursive: true, force: true });
      await mkdir(next, { recursive: true, mode: 0o700 });
      if (source !== undefined) await cp(source, next, { recursive: true, dereference: true });
      for (const [path, content] of files) await writeInside(next, path, content);
      if (modules !== undefined) await symlink(modulesIn(modules), join(next, 'node_modules'), 'junction');
      await keep(placeOf(name), placeOf(name, PREVIOUS));
      await rename(next, placeOf(name));
    },
    async restore(name) {
      const previous = placeOf(name, PREVIOUS);
      if (!existsSync(previous)) return;
      await rm(placeOf(name), { recursive: true, force: true });
      await rename(previous, placeOf(name));
    },
    remove: (name) => rm(placeOf(name), { recursive: true, force: true }),
    exists: async (name) => existsSync(placeOf(name)),
    async commit() {
      if (!existsSync(folder)) return;
      for (const name of await readdir(folder)) {
        if (name.startsWith(PREVIOUS)) await rm(join(folder, name), { recursive: true, force: true });
      }
    },
  };
};

const writeInside = async (root: string, path: string, content: string): Promise<void> => {
  const file = resolve(root, path);
  if (!file.startsWith(`${resolve(root)}/`) && !file.startsWith(`${resolve(root)}\\`)) {
    throw new DeployFailed(`${path} leads out of the function's folder`);
  }
  await mkdir(dirname(file), { recursive: true });
  // It may hold secrets of the environment.
  await writeFile(file, content, { mode: 0o600 });
};

/** A folder of packages, or one that has such a folder. */
const modulesIn = (folder: string): string => {
  const inner = join(resolve(folder), 'node_modules');
  return existsSync(inner) ? inner : resolve(folder);
};

/** The oldest state counts: a function may be written twice in a run. */
const keep = async (current: string, previous: string): Promise<void> => {
  if (!existsSync(current)) return;
  if (existsSync(previous)) await rm(current, { recursive: true, force: true });
  else await rename(current, previous);
};
