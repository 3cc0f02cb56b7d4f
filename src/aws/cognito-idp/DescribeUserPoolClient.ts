import type {
  DescribeUserPoolClientCommandInput as Input,
  DescribeUserPoolClientCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { poolClient } from '../../core/clients/pool-client.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { clientType } from './shapes/client.ts';

export const DescribeUserPoolClient = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  return { UserPoolClient: clientType(core, await poolClient(core, pool, input.ClientId)) };
});
