/** CSV imports: jobs, the files given to them, what became of each line; and users who bring a hash of their password. */
import type { Migration } from './migration.ts';

export const imports: Migration = {
  version: 5,
  name: 'imports',
  statements: ({ text, clustered }) => [
    `create table import_jobs (
      pool_id ${text} not null,
      id ${text} not null,
      name text not null,
      role_arn text not null,
      algorithm text,
      status text not null,
      created_at bigint not null,
      started_at bigint,
      completed_at bigint,
      lines bigint not null,
      imported bigint not null,
      skipped bigint not null,
      failed bigint not null,
      upload ${text},
      message text,
      due_at bigint,
      version bigint not null,
      primary key (pool_id, id)
    )`,
    'create index import_jobs_by_time on import_jobs (pool_id, created_at, id)',
    'create index import_jobs_due on import_jobs (due_at, id) where due_at is not null',
    `create table active_imports (pool_id ${text} not null primary key, job_id ${text} not null)${clustered}`,
    `create table import_chunks (
      pool_id ${text} not null,
      job_id ${text} not null,
      upload ${text} not null,
      number ${text} not null,
      sealed text not null,
      primary key (pool_id, job_id, upload, number)
    )`,
    `create table import_logs (
      pool_id ${text} not null,
      job_id ${text} not null,
      number ${text} not null,
      body text not null,
      expires_at bigint not null,
      primary key (pool_id, job_id, number)
    )`,
    'create index import_logs_expiry on import_logs (expires_at)',
    // Null: salt and verifier.
    'alter table users add column password_algorithm text',
  ],
};
