import type {
  DeleteUserAttributesCommandInput,
  DeleteUserAttributesCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { deleteOwnAttributes } from '../../core/accounts/own-attributes.ts';
import { tokenOperation } from '../operation.ts';

export const DeleteUserAttributes = tokenOperation<DeleteUserAttributesCommandInput, DeleteUserAttributesCommandOutput>(
  async (core, input, self) => {
    await deleteOwnAttributes(core, self, input.UserAttributeNames);
    return {};
  },
);
