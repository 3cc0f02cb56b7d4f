import type {
  ListAttachedUserPoliciesCommandInput as Input,
  ListAttachedUserPoliciesCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { requireEntity } from '../../core/iam/find.ts';
import { signedOperation } from '../operation.ts';
import { attachedPage } from './shapes/attached.ts';

export const ListAttachedUserPolicies = signedOperation<Input, Output>(async (core, input, { account }) =>
  attachedPage(core, await requireEntity(core, account, 'user', input.UserName), input),
);
