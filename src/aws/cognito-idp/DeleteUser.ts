import type { DeleteUserCommandInput, DeleteUserCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { deleteUser } from '../../core/users/delete.ts';
import { tokenOperation } from '../operation.ts';

export const DeleteUser = tokenOperation<DeleteUserCommandInput, DeleteUserCommandOutput>(
  async (core, _input, { pool, user }) => {
    await deleteUser(core, pool, user);
    return {};
  },
);
