import type {
  DeleteLoginProfileCommandInput as Input,
  DeleteLoginProfileCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { noSuchEntity } from '../../core/iam/errors.ts';
import { requireEntity } from '../../core/iam/find.ts';
import { signedOperation } from '../operation.ts';
import { userNameOf } from './shapes/caller.ts';

/** IAM users have no passwords here: there is no console to sign in to. */
export const DeleteLoginProfile = signedOperation<Input, Output>(async (core, input, caller) => {
  const { name } = await requireEntity(core, caller.account, 'user', userNameOf(caller, input.UserName));
  throw noSuchEntity(`Login Profile for User ${name} cannot be found.`);
});
