import type {
  ListOpenIDConnectProvidersCommandInput as Input,
  ListOpenIDConnectProvidersCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { allOf } from '../../core/iam/list.ts';
import { entityArn } from '../../core/iam/records.ts';
import { signedOperation } from '../operation.ts';

export const ListOpenIDConnectProviders = signedOperation<Input, Output>(async (core, _input, { account }) => ({
  OpenIDConnectProviderList: (await allOf(core, account, 'oidc-provider')).map((each) => ({ Arn: entityArn(each) })),
}));
