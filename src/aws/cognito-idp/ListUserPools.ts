import type {
  ListUserPoolsCommandInput as Input,
  ListUserPoolsCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { listPools } from '../../core/pools/list.ts';
import { signedOperation } from '../operation.ts';
import { page } from './shapes/page.ts';
import { poolDescription } from './shapes/pool.ts';

export const ListUserPools = signedOperation<Input, Output>(async (core, input, caller) => {
  const { rows, nextToken } = await listPools(core, caller, page(input));
  return { UserPools: rows.map(poolDescription), NextToken: nextToken };
});
