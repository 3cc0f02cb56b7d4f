import type {
  ListRolePoliciesCommandInput as Input,
  ListRolePoliciesCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { requireEntity } from '../../core/iam/find.ts';
import { signedOperation } from '../operation.ts';
import { inlinePage } from './shapes/inline.ts';

export const ListRolePolicies = signedOperation<Input, Output>(async (core, input, { account }) =>
  inlinePage(core, await requireEntity(core, account, 'role', input.RoleName), input),
);
