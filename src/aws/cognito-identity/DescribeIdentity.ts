import type {
  DescribeIdentityCommandInput as Input,
  DescribeIdentityCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity';
import { ownedIdentity } from '../../core/identity-pools/find.ts';
import { signedOperation } from '../operation.ts';
import { identityDescription } from './shapes/identity.ts';

export const DescribeIdentity = signedOperation<Input, Output>(async (core, input, caller) => {
  const { identity } = await ownedIdentity(core, caller, input.IdentityId);
  return identityDescription(identity);
});
