import type {
  DescribeUserImportJobCommandInput as Input,
  DescribeUserImportJobCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { importJob } from '../../core/imports/manage.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { importJobType } from './shapes/import-job.ts';

export const DescribeUserImportJob = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  return { UserImportJob: importJobType(core, await importJob(core, pool, input.JobId)) };
});
