import type {
  GetCSVHeaderCommandInput as Input,
  GetCSVHeaderCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { csvHeader } from '../../core/imports/header.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';

export const GetCSVHeader = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  return { UserPoolId: pool.id, CSVHeader: csvHeader(pool) };
});
