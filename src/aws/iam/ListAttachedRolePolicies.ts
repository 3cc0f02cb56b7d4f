import type {
  ListAttachedRolePoliciesCommandInput as Input,
  ListAttachedRolePoliciesCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { requireEntity } from '../../core/iam/find.ts';
import { signedOperation } from '../operation.ts';
import { attachedPage } from './shapes/attached.ts';

export const ListAttachedRolePolicies = signedOperation<Input, Output>(async (core, input, { account }) =>
  attachedPage(core, await requireEntity(core, account, 'role', input.RoleName), input),
);
