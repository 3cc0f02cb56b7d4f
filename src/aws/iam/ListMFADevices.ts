import type { ListMFADevicesCommandInput as Input, ListMFADevicesCommandOutput as Output } from '@aws-sdk/client-iam';
import { requireEntity } from '../../core/iam/find.ts';
import { signedOperation } from '../operation.ts';
import { userNameOf } from './shapes/caller.ts';

/** Second factors cannot be added here; those who delete a user ask nevertheless. */
export const ListMFADevices = signedOperation<Input, Output>(async (core, input, caller) => {
  await requireEntity(core, caller.account, 'user', userNameOf(caller, input.UserName));
  return { MFADevices: [], IsTruncated: false };
});
