import type {
  DescribeResourceServerCommandInput as Input,
  DescribeResourceServerCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { requireResourceServer } from '../../core/resource-servers/find.ts';
import { signedOperation } from '../operation.ts';
import { resourceServerType } from './shapes/resource-server.ts';

export const DescribeResourceServer = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  return { ResourceServer: resourceServerType(await requireResourceServer(core, pool.id, input.Identifier)) };
});
