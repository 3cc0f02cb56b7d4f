import type {
  DescribeUserPoolCommandInput as Input,
  DescribeUserPoolCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { storedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { poolType } from './shapes/pool.ts';

export const DescribeUserPool = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await storedPool(core, caller, input.UserPoolId);
  return { UserPool: poolType(pool, await core.store.pools.countUsers(pool.id)) };
});
