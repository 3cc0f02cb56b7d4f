import type {
  ListSSHPublicKeysCommandInput as Input,
  ListSSHPublicKeysCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { requireEntity } from '../../core/iam/find.ts';
import { signedOperation } from '../operation.ts';
import { userNameOf } from './shapes/caller.ts';

/** Keys of AWS CodeCommit cannot be added here; those who delete a user ask nevertheless. */
export const ListSSHPublicKeys = signedOperation<Input, Output>(async (core, input, caller) => {
  await requireEntity(core, caller.account, 'user', userNameOf(caller, input.UserName));
  return { SSHPublicKeys: [], IsTruncated: false };
});
