import type {
  ChangePasswordCommandInput,
  ChangePasswordCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { changePassword } from '../../core/accounts/change-password.ts';
import { tokenOperation } from '../operation.ts';

export const ChangePassword = tokenOperation<ChangePasswordCommandInput, ChangePasswordCommandOutput>(
  async (core, input, { pool, user }) => {
    await changePassword(core, pool, user, { previous: input.PreviousPassword, proposed: input.ProposedPassword });
    return {};
  },
);
