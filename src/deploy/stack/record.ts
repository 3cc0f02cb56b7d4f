/**
 * What is known of a stack between runs: a file `.poolhouse/{stack}.json` beside the template, which its team shares.
 * While a run works, its journal stands there too, written before each step, so that whoever runs next can undo what a
 * run left that was ended in the middle.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DeployFailed } from '../problems.ts';
import { type Fields, isFields, type Value } from '../template/node.ts';
import type { Policy } from '../template/template.ts';
import type { Seals } from './seals.ts';

export interface ResourceRecord {
  readonly logicalId: string;
  readonly type: string;
  /** The physical id. */
  readonly id: string;
  /** A name that was made up. */
  readonly name?: string;
  /** As the template gave them, evaluated. */
  readonly properties: Fields;
  readonly attributes: Fields;
  readonly deletionPolicy: Policy;
}

export interface JournalEntry {
  readonly action: 'create' | 'update';
  /** What stands when the step is done. While it is not, `id` is empty. */
  readonly resource: ResourceRecord;
  readonly before?: ResourceRecord;
  readonly startedAt: number;
  readonly state: 'started' | 'made' | 'failed';
}

export interface StackRecord {
  readonly version: 1;
  readonly name: string;
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly endpoint: string;
  /** In the order in which they were made. */
  readonly resources: readonly ResourceRecord[];
  /** Replaced or taken out of the template, and not removed yet. */
  readonly leftovers: readonly ResourceRecord[];
  readonly outputs: Fields;
  readonly exports: Fields;
  readonly imports: readonly string[];
  readonly journal?: readonly JournalEntry[];
  readonly updatedAt: string;
}

export interface Records {
  readonly folder: string;
  read(name: string): StackRecord | undefined;
  write(record: StackRecord): void;
  remove(name: string): void;
  names(): string[];
}

const FOLDER = '.poolhouse';

export const createRecords = (parent: string, seals: Seals): Records => {
  const folder = join(parent, FOLDER);
  const fileOf = (name: string): string => join(folder, `${name}.json`);
  return {
    folder,
    read(name) {
      const file = fileOf(name);
      if (!existsSync(file)) return undefined;
      const record = parsed(file);
      return seals.open(record as unknown as Value) as unknown as StackRecord;
    },
    write(record) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const sealed = seals.seal(record as unknown as Value);
      writeSafely(fileOf(record.name), `${JSON.stringify(sealed, null, 2)}\n`);
    },
    remove: (name) => rmSync(fileOf(name), { force: true }),
    names: () =>
      existsSync(folder)
        ? readdirSync(folder)
            .filter((name) => name.endsWith('.json'))
            .map((name) => name.slice(0, -5))
            .sort()
        : [],
  };
};

const parsed = (file: string): StackRecord => {
  try {
    const record = JSON.parse(readFileSync(file, 'utf8')) as StackRecord;
    if (isFields(record) && record.version === 1) return record;
  } catch {
    // Told below.
  }
  throw new DeployFailed(`${file} is no record of a stack: restore it from a copy, or move it away`);
};

/** The old file or the new one, whatever happens. */
const writeSafely = (file: string, text: string): void => {
  const next = `${file}.next`;
  const handle = openSync(next, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(next, file);
};

/** One run of a stack at a time. Answers what gives the stack free. @throws DeployFailed */
export const lockStack = (folder: string, name: string): (() => void) => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${name}.lock`);
  if (existsSync(file)) {
    const pid = Number(readFileSync(file, 'utf8'));
    if (isRunning(pid)) throw new DeployFailed(`another run works on ${name} (process ${pid})`);
    rmSync(file, { force: true });
  }
  try {
    const handle = openSync(file, 'wx', 0o600);
    writeSync(handle, String(process.pid));
    closeSync(handle);
  } catch {
    throw new DeployFailed(`another run works on ${name}: remove ${file} when none does`);
  }
  return () => rmSync(file, { force: true });
};

const isRunning = (pid: number): boolean => {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};
