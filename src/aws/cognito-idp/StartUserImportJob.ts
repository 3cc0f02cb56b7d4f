import type {
  StartUserImportJobCommandInput as Input,
  StartUserImportJobCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { startImportJob } from '../../core/imports/manage.ts';
import { storedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { importJobType } from './shapes/import-job.ts';

export const StartUserImportJob = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await storedPool(core, caller, input.UserPoolId);
  return { UserImportJob: importJobType(core, await startImportJob(core, pool, input.JobId)) };
});
