import type {
  ListIdentityPoolsCommandInput as Input,
  ListIdentityPoolsCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity';
import { listIdentityPools } from '../../core/identity-pools/write.ts';
import { signedOperation } from '../operation.ts';

export const ListIdentityPools = signedOperation<Input, Output>(async (core, input, caller) => {
  const page = { limit: input.MaxResults, token: input.NextToken };
  const { rows, nextToken } = await listIdentityPools(core, caller, page);
  const pools = rows.map(({ id, name }) => ({ IdentityPoolId: id, IdentityPoolName: name }));
  return { IdentityPools: pools, NextToken: nextToken };
});
