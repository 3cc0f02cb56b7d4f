import type {
  CreateUserImportJobCommandInput as Input,
  CreateUserImportJobCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { createImportJob } from '../../core/imports/manage.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { importJobType } from './shapes/import-job.ts';

export const CreateUserImportJob = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const job = await createImportJob(core, pool, {
    name: input.JobName,
    roleArn: input.CloudWatchLogsRoleArn,
    algorithm: input.PasswordHashingAlgorithm,
  });
  return { UserImportJob: importJobType(core, job) };
});
