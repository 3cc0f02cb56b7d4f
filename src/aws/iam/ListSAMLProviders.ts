import type {
  ListSAMLProvidersCommandInput as Input,
  ListSAMLProvidersCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { allOf } from '../../core/iam/list.ts';
import { entityArn } from '../../core/iam/records.ts';
import { signedOperation } from '../operation.ts';

export const ListSAMLProviders = signedOperation<Input, Output>(async (core, _input, { account }) => ({
  SAMLProviderList: (await allOf(core, account, 'saml-provider')).map((each) => ({
    Arn: entityArn(each),
    ValidUntil: new Date(each.validUntil),
    CreateDate: new Date(each.createdAt),
  })),
}));
