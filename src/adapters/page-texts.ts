/**
 * Texts of the hosted pages that an operator words otherwise: a folder with `all.yaml` and `{pool id}.yaml`, read at
 * start and again when something in it changes.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Problem } from '../config/sources.ts';
import { ConfigError } from '../config.ts';
import type { CoreSettings } from '../core/core.ts';
import type { Log } from '../core/ports.ts';

/** By language, then by key. */
export type TextsByLanguage = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;

export interface PageTextsOptions {
  /** Undefined: there are none. */
  readonly folder: string | undefined;
  /** Checks the content of a file; `at` is the place within it. */
  readonly read: (document: unknown) => {
    readonly texts: TextsByLanguage;
    readonly problems: readonly { readonly at: string; readonly message: string }[];
  };
  readonly log: Log;
  /** Milliseconds between looks at the folder (polling sees swapped symbolic links and mounted volumes too). */
  readonly everyMs?: number;
}

export interface PageTexts {
  readonly of: NonNullable<CoreSettings['pageTexts']>;
  close(): void;
}

/** Throws `ConfigError` with every problem found. Later a broken change leaves the old texts. */
export const openPageTexts = ({ folder, ...options }: PageTextsOptions): PageTexts =>
  folder === undefined ? { of: () => undefined, close: () => undefined } : watched({ ...options, folder });

type Watched = PageTextsOptions & { readonly folder: string };

const watched = (options: Watched): PageTexts => {
  let applied = fingerprint(options.folder);
  let last = applied;
  let texts = readFolder(options);
  const look = () => {
    const now = fingerprint(options.folder);
    // What still changes may be half written.
    const settled = now === last;
    last = now;
    if (!settled || now === applied) return;
    applied = now;
    texts = readAgain(options) ?? texts;
  };
  const timer = setInterval(look, options.everyMs ?? 1000).unref();
  return { of: (poolId, language) => textsIn(texts, poolId, language), close: () => clearInterval(timer) };
};

type TextsByPool = ReadonlyMap<string, TextsByLanguage>;

const EVERY_POOL = 'all';
const FILE = /^(?<pool>all|[\w-]+_[0-9A-Za-z]+)\.yaml$/;

const textsIn = (
  byPool: TextsByPool,
  poolId: string,
  language: string,
): Readonly<Record<string, string>> | undefined => {
  const [every, own] = [byPool.get(EVERY_POOL)?.[language], byPool.get(poolId)?.[language]];
  return every === undefined || own === undefined ? (own ?? every) : { ...every, ...own };
};

const readAgain = (options: Watched): TextsByPool | undefined => {
  try {
    const texts = readFolder(options);
    options.log.info({ folder: options.folder }, 'page texts read again');
    return texts;
  } catch (error) {
    options.log.error({ err: error, folder: options.folder }, 'new page texts refused, the old ones stay');
    return undefined;
  }
};

const readFolder = ({ folder, read }: Watched): TextsByPool => {
  const readings = filesIn(folder).map((name) => readFile(join(folder, name), name, read));
  const problems = readings.flatMap((each) => each.problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return new Map(readings.map(({ pool, texts }) => [pool, texts]));
};

interface FileReading {
  readonly pool: string;
  readonly texts: TextsByLanguage;
  readonly problems: readonly Problem[];
}

const readFile = (path: string, name: string, read: PageTextsOptions['read']): FileReading => {
  const pool = FILE.exec(name)?.groups?.['pool'];
  if (pool === undefined) return unreadable(path, 'is named neither all.yaml nor {pool id}.yaml');
  try {
    const { texts, problems } = read(
      yaml().parse(readFileSync(path, 'utf8'), { customTags: [], maxAliasCount: 0 }) ?? {},
    );
    return {
      pool,
      texts,
      problems: problems.map(({ at, message }) => ({ at: at ? `${at} (${path})` : path, message })),
    };
  } catch (error) {
    return unreadable(path, String(error instanceof Error ? error.message : error).split('\n', 1)[0] ?? '');
  }
};

const unreadable = (path: string, message: string): FileReading => ({
  pool: '',
  texts: {},
  problems: [{ at: path, message }],
});

/** Loaded when there is a file to read. */
const yaml = () => createRequire(import.meta.url)('yaml') as typeof import('yaml');

/** Throws `ConfigError` where there is no such folder. */
const filesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder).filter((name) => /^[^.].*\.ya?ml$/.test(name));
  } catch {
    throw new ConfigError([{ at: 'page-texts', message: `${folder} is no folder that can be read` }]);
  }
};

/** Changes when a file comes, goes or is written. */
const fingerprint = (folder: string): string => {
  try {
    return filesIn(folder)
      .map((name) => {
        const { mtimeMs, size, ino } = statSync(join(folder, name));
        return `${name} ${mtimeMs} ${size} ${ino}`;
      })
      .join('\n');
  } catch {
    return '';
  }
};
