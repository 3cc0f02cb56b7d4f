import type {
  UpdateUserPoolDomainCommandInput as Input,
  UpdateUserPoolDomainCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { updateDomain } from '../../core/domains/write.ts';
import { signedOperation } from '../operation.ts';
import { domainChanged, domainMembers } from './shapes/domain.ts';

export const UpdateUserPoolDomain = signedOperation<Input, Output>(async (core, input, caller) => {
  return domainChanged(await updateDomain(core, caller, input.UserPoolId, input.Domain, domainMembers(input)));
});
