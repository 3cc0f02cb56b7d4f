/**
 * Some rows at a time: users, their names, the log's lines and how far the job is go into one commit. So whatever
 * happens in between, each row is done once and is told of once.
 */
import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import { type CsvRow, GuardFailed, type Write } from '../ports.ts';
import { aliasesOf, aliasWrites } from '../users/aliases.ts';
import { subNamed } from '../users/find.ts';
import type { Alias, User } from '../users/user.ts';
import { type ImportJob, numbered } from './job.ts';
import { LOG_KEPT } from './limits.ts';
import { type RowReader, userOf } from './row.ts';

type State = 'SUCCEEDED' | 'SKIPPED' | 'FAILED';

/** A row that was read: a user to be made, or why not. */
export interface Draft {
  readonly line: number;
  readonly made: { readonly user: User; readonly aliases: readonly Alias[] } | { readonly problem: string };
}

interface Outcome {
  readonly line: number;
  readonly state: State;
  readonly message: string;
}

export const draftOf = (core: Pick<Core, 'clock' | 'random' | 'sealer'>, reader: RowReader, row: CsvRow): Draft => {
  try {
    const user = userOf(core, reader, row);
    return { line: row.line, made: { user, aliases: aliasesOf(reader.pool, user) } };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { line: row.line, made: { problem: error.message } };
  }
};

const ATTEMPTS = 10;

/**
 * The job as it is after the drafts. Rejects with `GuardFailed` `import-job.changed` when it was stopped, or another
 * node goes on with it.
 */
export const commitBatch = async (
  core: Pick<Core, 'store' | 'clock'>,
  pool: Pool,
  job: ImportJob,
  drafts: readonly Draft[],
): Promise<ImportJob> => {
  for (let attempt = 1; ; attempt += 1) {
    const taken = await takenNames(core, drafts);
    const { outcomes, users } = settle(drafts, taken);
    const next = progressed(job, outcomes);
    try {
      await core.store.commit([
        ...insertions(core, pool, users),
        core.store.imports.update(next),
        logWrite(core, job, outcomes),
      ]);
      return { ...next, version: next.version + 1 };
    } catch (error) {
      // Somebody signed up under one of the names meanwhile.
      const raced = error instanceof GuardFailed && error.guard === 'alias.taken';
      if (!raced || attempt === ATTEMPTS) throw error;
    }
  }
};

const keyOf = ({ kind, value }: Alias): string => `${kind}/${value}`;

const takenNames = async (core: Pick<Core, 'store'>, drafts: readonly Draft[]): Promise<Set<string>> => {
  const wanted = drafts.flatMap(({ made }) => ('user' in made ? made.aliases : []));
  const held = await Promise.all(wanted.map((alias) => isHeld(core, alias)));
  return new Set(wanted.filter((_, at) => held[at]).map(keyOf));
};

/** Another's sub is a name too. */
const isHeld = async ({ store }: Pick<Core, 'store'>, { poolId, kind, value, sub }: Alias): Promise<boolean> => {
  if (await store.aliases.find(poolId, kind, value)) return true;
  const named = kind === 'username' ? subNamed(value) : undefined;
  return named !== undefined && named !== sub && (await store.users.bySub(poolId, named)) !== undefined;
};

/** A name that an earlier row of the batch takes is taken. */
const settle = (drafts: readonly Draft[], taken: Set<string>) => {
  const users: User[] = [];
  const outcomes = drafts.map(({ line, made }): Outcome => {
    if ('problem' in made) return { line, state: 'FAILED', message: made.problem };
    const conflict = made.aliases.find((alias) => taken.has(keyOf(alias)));
    if (conflict) return { line, state: 'SKIPPED', message: alreadyThere(conflict) };
    for (const alias of made.aliases) taken.add(keyOf(alias));
    users.push(made.user);
    return { line, state: 'SUCCEEDED', message: 'The import succeeded.' };
  });
  return { outcomes, users };
};

const alreadyThere = ({ kind }: Alias): string =>
  kind === 'username' ? 'The user already exists.' : `An account with the ${kind} already exists.`;

const insertions = (core: Pick<Core, 'store'>, pool: Pool, users: readonly User[]): Write[] =>
  users.flatMap((user) => [core.store.users.insert(user), ...aliasWrites(core, pool, undefined, user)]);

const progressed = (job: ImportJob, outcomes: readonly Outcome[]): ImportJob => {
  const count = (state: State) => outcomes.filter((outcome) => outcome.state === state).length;
  return {
    ...job,
    lines: job.lines + outcomes.length,
    imported: job.imported + count('SUCCEEDED'),
    skipped: job.skipped + count('SKIPPED'),
    failed: job.failed + count('FAILED'),
  };
};

const logWrite = (core: Pick<Core, 'store' | 'clock'>, job: ImportJob, outcomes: readonly Outcome[]): Write =>
  core.store.imports.putLog({
    poolId: job.poolId,
    jobId: job.id,
    number: numbered(job.lines),
    body: outcomes.map(({ line, state, message }) => `[${state}] Line Number ${line} - ${message}\n`).join(''),
    expiresAt: core.clock.now() + LOG_KEPT,
  });
