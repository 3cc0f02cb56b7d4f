import type {
  StopUserImportJobCommandInput as Input,
  StopUserImportJobCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { stopImportJob } from '../../core/imports/manage.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { importJobType } from './shapes/import-job.ts';

export const StopUserImportJob = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  return { UserImportJob: importJobType(core, await stopImportJob(core, pool, input.JobId)) };
});
