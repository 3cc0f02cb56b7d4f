import type { GetUserCommandInput as Input, GetUserCommandOutput as Output } from '@aws-sdk/client-iam';
import { requireEntity } from '../../core/iam/find.ts';
import { signedOperation } from '../operation.ts';
import { userNameOf } from './shapes/caller.ts';
import { userType } from './shapes/entities.ts';

export const GetUser = signedOperation<Input, Output>(async (core, input, caller) => ({
  User: userType(await requireEntity(core, caller.account, 'user', userNameOf(caller, input.UserName))),
}));
