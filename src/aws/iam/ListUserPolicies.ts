import type {
  ListUserPoliciesCommandInput as Input,
  ListUserPoliciesCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { requireEntity } from '../../core/iam/find.ts';
import { signedOperation } from '../operation.ts';
import { inlinePage } from './shapes/inline.ts';

export const ListUserPolicies = signedOperation<Input, Output>(async (core, input, { account }) =>
  inlinePage(core, await requireEntity(core, account, 'user', input.UserName), input),
);
