import type {
  GetCallerIdentityCommandInput as Input,
  GetCallerIdentityCommandOutput as Output,
} from '@aws-sdk/client-sts';
import { principalArn, principalId } from '../../core/credentials/principal.ts';
import { signedOperation } from '../operation.ts';

export const GetCallerIdentity = signedOperation<Input, Output>(async (_core, _input, { principal }) => ({
  UserId: principalId(principal),
  Account: principal.account,
  Arn: principalArn(principal),
}));
