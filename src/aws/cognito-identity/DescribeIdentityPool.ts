import type {
  DescribeIdentityPoolCommandInput as Input,
  DescribeIdentityPoolCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity';
import { ownedIdentityPool } from '../../core/identity-pools/find.ts';
import { signedOperation } from '../operation.ts';
import { identityPool } from './shapes/pool.ts';

export const DescribeIdentityPool = signedOperation<Input, Output>(async (core, input, caller) => {
  return identityPool(await ownedIdentityPool(core, caller, input.IdentityPoolId));
});
