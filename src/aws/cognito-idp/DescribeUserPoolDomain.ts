import type {
  DescribeUserPoolDomainCommandInput as Input,
  DescribeUserPoolDomainCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { ownedDomain } from '../../core/domains/find.ts';
import { signedOperation } from '../operation.ts';
import { domainDescription } from './shapes/domain.ts';

export const DescribeUserPoolDomain = signedOperation<Input, Output>(async (core, input, caller) => {
  const domain = await ownedDomain(core, caller, input.Domain);
  // A domain that does not exist is no error.
  return { DomainDescription: domain === undefined ? {} : domainDescription(domain) };
});
