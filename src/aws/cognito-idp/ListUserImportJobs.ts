import type {
  ListUserImportJobsCommandInput as Input,
  ListUserImportJobsCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { listImportJobs } from '../../core/imports/manage.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { importJobType } from './shapes/import-job.ts';

/** As many as an answer holds (UserImportJobsListType). */
const MOST = 50;

export const ListUserImportJobs = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const { rows, nextToken } = await listImportJobs(core, pool, {
    limit: Math.min(input.MaxResults, MOST),
    token: input.PaginationToken,
  });
  return { UserImportJobs: rows.map((job) => importJobType(core, job)), PaginationToken: nextToken };
});
