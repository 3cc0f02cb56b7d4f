import type {
  CreateUserPoolDomainCommandInput as Input,
  CreateUserPoolDomainCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { createDomain } from '../../core/domains/write.ts';
import { signedOperation } from '../operation.ts';
import { domainChanged, domainMembers } from './shapes/domain.ts';

export const CreateUserPoolDomain = signedOperation<Input, Output>(async (core, input, caller) => {
  return domainChanged(await createDomain(core, caller, input.UserPoolId, input.Domain, domainMembers(input)));
});
