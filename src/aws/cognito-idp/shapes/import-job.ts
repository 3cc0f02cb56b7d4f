/** User import jobs as the wire shows them. */
import type { UserImportJobType } from '@aws-sdk/client-cognito-identity-provider';
import type { Core } from '../../../core/core.ts';
import type { ImportJob } from '../../../core/imports/job.ts';
import { importUrl } from '../../../core/imports/url.ts';

const date = (ms: number | undefined): Date | undefined => (ms === undefined ? undefined : new Date(ms));

export const importJobType = (
  core: Pick<Core, 'settings' | 'sealer' | 'clock'>,
  job: ImportJob,
): UserImportJobType => ({
  JobName: job.name,
  JobId: job.id,
  UserPoolId: job.poolId,
  PreSignedUrl: importUrl(core, job),
  CreationDate: date(job.createdAt),
  StartDate: date(job.startedAt),
  CompletionDate: date(job.completedAt),
  Status: job.status,
  CloudWatchLogsRoleArn: job.roleArn,
  ImportedUsers: job.imported,
  SkippedUsers: job.skipped,
  FailedUsers: job.failed,
  CompletionMessage: job.message,
  PasswordHashingAlgorithm: job.algorithm,
});
