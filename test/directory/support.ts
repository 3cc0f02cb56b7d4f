/** Import jobs as operators run them: the API for the job, plain HTTP for its file and its log. */
import {
  CreateUserImportJobCommand,
  type CreateUserImportJobCommandInput,
  DescribeUserImportJobCommand,
  GetCSVHeaderCommand,
  StartUserImportJobCommand,
  type UserImportJobType,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import type { TestApp } from '../support/test-app.ts';

export const ROLE = 'arn:aws:iam::000000000000:role/import';

export type Job = UserImportJobType & { JobId: string; PreSignedUrl: string };

type Cognito = Pick<TestApp, 'cognito'>;

export const header = async ({ cognito }: Cognito, poolId: string): Promise<string[]> =>
  (await cognito.send(new GetCSVHeaderCommand({ UserPoolId: poolId }))).CSVHeader ?? [];

export const createJob = async (
  { cognito }: Cognito,
  poolId: string,
  overrides: Partial<CreateUserImportJobCommandInput> = {},
): Promise<Job> => {
  const input = { UserPoolId: poolId, JobName: 'job', CloudWatchLogsRoleArn: ROLE, ...overrides };
  return (await cognito.send(new CreateUserImportJobCommand(input))).UserImportJob as Job;
};

export const upload = (job: Job, body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(job.PreSignedUrl, { method: 'PUT', body: body as Uint8Array<ArrayBuffer>, headers });

export const start = async ({ cognito }: Cognito, poolId: string, job: Job): Promise<Job> =>
  (await cognito.send(new StartUserImportJobCommand({ UserPoolId: poolId, JobId: job.JobId }))).UserImportJob as Job;

export const describeJob = async ({ cognito }: Cognito, poolId: string, job: Job): Promise<Job> =>
  (await cognito.send(new DescribeUserImportJobCommand({ UserPoolId: poolId, JobId: job.JobId }))).UserImportJob as Job;

export const ended = async (app: Cognito, poolId: string, job: Job, timeout = 20_000): Promise<Job> => {
  let last = job;
  await expect
    .poll(
      async () => {
        last = await describeJob(app, poolId, job);
        return last.Status;
      },
      { timeout, interval: 50 },
    )
    .toMatch(/Succeeded|Failed|Stopped/);
  return last;
};

export type Row = Readonly<Record<string, string>>;

/** The header and one line for each row; what a row leaves out is empty, and nothing is quoted. */
export const csv = (columns: readonly string[], rows: readonly Row[]): string =>
  [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]
    .map((line) => `${line.join(',')}\n`)
    .join('');

/** A row that is as it should be. */
export const person = (name: string, overrides: Row = {}): Row => ({
  'cognito:username': name,
  'cognito:mfa_enabled': 'FALSE',
  email: `${name}@example.com`,
  email_verified: 'TRUE',
  ...overrides,
});

export const importRows = async (
  app: Cognito,
  poolId: string,
  rows: readonly Row[],
  overrides: Partial<CreateUserImportJobCommandInput> = {},
): Promise<Job> => {
  const columns = await header(app, poolId);
  const withHash = overrides.PasswordHashingAlgorithm === undefined ? columns : [...columns, 'cognito:password_hash'];
  return importText(app, poolId, csv(withHash, rows), overrides);
};

export const importText = async (
  app: Cognito,
  poolId: string,
  text: string | Uint8Array,
  overrides: Partial<CreateUserImportJobCommandInput> = {},
): Promise<Job> => {
  const job = await createJob(app, poolId, overrides);
  expect((await upload(job, text)).status).toBe(200);
  await start(app, poolId, job);
  return ended(app, poolId, job);
};

export const logOf = async (job: Job): Promise<string[]> => {
  const answer = await fetch(job.PreSignedUrl);
  expect(answer.status).toBe(200);
  return (await answer.text()).trimEnd().split('\n');
};
