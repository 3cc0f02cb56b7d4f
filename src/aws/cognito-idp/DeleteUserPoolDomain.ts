import type {
  DeleteUserPoolDomainCommandInput as Input,
  DeleteUserPoolDomainCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { deleteDomain } from '../../core/domains/write.ts';
import { signedOperation } from '../operation.ts';

export const DeleteUserPoolDomain = signedOperation<Input, Output>(async (core, input, caller) => {
  await deleteDomain(core, caller, input.UserPoolId, input.Domain);
  return {};
});
