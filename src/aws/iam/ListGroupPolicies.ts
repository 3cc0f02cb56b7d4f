import type {
  ListGroupPoliciesCommandInput as Input,
  ListGroupPoliciesCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { requireEntity } from '../../core/iam/find.ts';
import { signedOperation } from '../operation.ts';
import { inlinePage } from './shapes/inline.ts';

export const ListGroupPolicies = signedOperation<Input, Output>(async (core, input, { account }) =>
  inlinePage(core, await requireEntity(core, account, 'group', input.GroupName), input),
);
