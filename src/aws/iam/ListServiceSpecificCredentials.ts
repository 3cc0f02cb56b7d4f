import type {
  ListServiceSpecificCredentialsCommandInput as Input,
  ListServiceSpecificCredentialsCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { requireEntity } from '../../core/iam/find.ts';
import { signedOperation } from '../operation.ts';
import { userNameOf } from './shapes/caller.ts';

/** Credentials for a single service cannot be added here; those who delete a user ask nevertheless. */
export const ListServiceSpecificCredentials = signedOperation<Input, Output>(async (core, input, caller) => {
  await requireEntity(core, caller.account, 'user', userNameOf(caller, input.UserName));
  return { ServiceSpecificCredentials: [], IsTruncated: false };
});
