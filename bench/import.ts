/**
 * Measures a CSV import from upload to the last user: rows a second, and the server's memory.
 *
 *   node bench/import.ts [--engine sqlite|postgres] [--rows 50000] [--mb 0] [--hashes]
 *
 * `--mb` fills the rows up until the file has that size; `--hashes` gives each row a bcrypt hash.
 */
import { parseArgs } from 'node:util';
import { call, closeConnections, residentMb } from './load.ts';
import { type BenchServer, type Engine, makePlace } from './server.ts';

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', default: 'sqlite' },
    rows: { type: 'string', default: '50000' },
    mb: { type: 'string', default: '0' },
    hashes: { type: 'boolean', default: false },
  },
});

const ROWS = Number(options.rows);
const HASH = '$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a';
const ROLE = 'arn:aws:iam::000000000000:role/import';

interface Job {
  readonly JobId: string;
  readonly PreSignedUrl: string;
  readonly Status: string;
  readonly ImportedUsers: number;
}

const main = async (): Promise<void> => {
  const place = await makePlace(options.engine as Engine);
  try {
    const server = await place.start();
    try {
      await measure(server);
    } finally {
      await server.stop();
    }
  } finally {
    closeConnections();
    await place.remove();
  }
};

const measure = async ({ endpoint, pid }: BenchServer): Promise<void> => {
  const pool = { PoolName: 'import', AutoVerifiedAttributes: ['email'] };
  const { UserPool } = await call<{ UserPool: { Id: string } }>(endpoint, 'CreateUserPool', pool);
  const UserPoolId = UserPool.Id;
  const { CSVHeader } = await call<{ CSVHeader: string[] }>(endpoint, 'GetCSVHeader', { UserPoolId });
  const columns = options.hashes ? [...CSVHeader, 'cognito:password_hash'] : CSVHeader;
  const { UserImportJob: job } = await call<{ UserImportJob: Job }>(endpoint, 'CreateUserImportJob', {
    UserPoolId,
    JobName: 'bench',
    CloudWatchLogsRoleArn: ROLE,
    ...(options.hashes && { PasswordHashingAlgorithm: 'BCRYPT' }),
  });
  const idle = residentMb(pid);
  let peak = idle;
  const watching = setInterval(() => {
    peak = Math.max(peak, residentMb(pid));
  }, 100);
  const uploading = performance.now();
  const body = ReadableStream.from(file(columns));
  const answer = await fetch(job.PreSignedUrl, { method: 'PUT', body, duplex: 'half' } as RequestInit);
  if (!answer.ok) throw new Error(`the upload answered ${answer.status}: ${await answer.text()}`);
  const uploaded = (performance.now() - uploading) / 1000;
  const started = performance.now();
  await call(endpoint, 'StartUserImportJob', { UserPoolId, JobId: job.JobId });
  const done = await finished(endpoint, UserPoolId, job.JobId);
  const seconds = (performance.now() - started) / 1000;
  clearInterval(watching);
  if (done.ImportedUsers !== ROWS) throw new Error(`${done.Status}: ${done.ImportedUsers} of ${ROWS}`);
  print(
    `${options.engine}: ${ROWS} rows, ${(written / 1024 / 1024).toFixed(1)} MB, uploaded in ${uploaded.toFixed(1)} s`,
  );
  print(`imported in ${seconds.toFixed(1)} s: ${(ROWS / seconds).toFixed(0)} rows/s`);
  print(`resident: ${idle.toFixed(0)} MB idle, ${peak.toFixed(0)} MB at most`);
};

const finished = async (endpoint: string, UserPoolId: string, JobId: string): Promise<Job> => {
  for (;;) {
    const { UserImportJob: job } = await call<{ UserImportJob: Job }>(endpoint, 'DescribeUserImportJob', {
      UserPoolId,
      JobId,
    });
    if (/Succeeded|Failed|Stopped/.test(job.Status)) return job;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

let written = 0;

function* file(columns: readonly string[]): Generator<Uint8Array> {
  const filler = 'x'.repeat(Math.max(0, Math.min(2_000, Math.floor((Number(options.mb) * 1024 * 1024) / ROWS) - 80)));
  const line = (cells: Readonly<Record<string, string>>) => `${columns.map((name) => cells[name] ?? '').join(',')}\n`;
  let text = `${columns.join(',')}\n`;
  for (let at = 0; at < ROWS; at += 1) {
    text += line({
      'cognito:username': `user${at}`,
      'cognito:mfa_enabled': 'FALSE',
      email: `user${at}@example.com`,
      email_verified: 'TRUE',
      name: `Person ${at}`,
      address: filler,
      'cognito:password_hash': HASH,
    });
    if (text.length < 65_536 && at + 1 < ROWS) continue;
    written += text.length;
    yield Buffer.from(text);
    text = '';
  }
}

const print = (text: string): void => void process.stdout.write(`${text}\n`);

await main();
