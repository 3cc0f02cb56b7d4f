/**
 * `function.json` in the folder of a function: what a deployment knows of it and a folder of functions does not tell
 * (docs/deploy.md). The operator's own settings of the folder count where it says nothing.
 */
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { LocalTarget } from '../../../config/functions.ts';

interface Manifest {
  readonly handler?: string;
  /** Seconds. */
  readonly timeout?: number;
  /** Megabytes. */
  readonly memory?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly read?: readonly string[];
}

export interface Described {
  readonly target: LocalTarget;
  /** Changes with the manifest. Undefined where there is none. */
  readonly mark?: string;
}

/** Throws where there is a manifest that cannot be read: a function must not run with half of its settings. */
export const describe = (target: LocalTarget, name: string): Described => {
  if (target.kind !== 'directory') return { target };
  const folder = join(resolve(target.directory), name);
  const file = join(folder, 'function.json');
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile()) return { target };
  const { directory: _, ...limits } = target;
  const { handler = 'index.handler', timeout, memory, environment, read = [] } = manifestIn(file);
  return {
    mark: `${stat.mtimeMs} ${stat.size} ${stat.ino}`,
    target: {
      ...limits,
      kind: 'folder',
      folder,
      handler,
      ...(timeout !== undefined && { timeout }),
      ...(memory !== undefined && { memory }),
      environment: { ...limits.environment, ...environment },
      read: [...limits.read, ...read],
    },
  };
};

const manifestIn = (file: string): Manifest => {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const { handler, timeout, memory, environment = {}, read = [] } = (content ?? {}) as Record<string, unknown>;
  const isRight =
    (handler === undefined || (typeof handler === 'string' && !handler.split(/[/\\]/).includes('..'))) &&
    (timeout === undefined || (typeof timeout === 'number' && timeout > 0 && timeout <= 900)) &&
    (memory === undefined || (typeof memory === 'number' && memory >= 64 && memory <= 10_240)) &&
    areTexts(Object.values(environment as object)) &&
    Array.isArray(read) &&
    areTexts(read);
  if (!isRight) throw new Error(`${file} is no description of a function`);
  return content as Manifest;
};

const areTexts = (values: readonly unknown[]): boolean => values.every((value) => typeof value === 'string');
