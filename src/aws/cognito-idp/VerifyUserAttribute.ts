import type {
  VerifyUserAttributeCommandInput,
  VerifyUserAttributeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { verifyAttribute } from '../../core/accounts/verify-attribute.ts';
import { tokenOperation } from '../operation.ts';

export const VerifyUserAttribute = tokenOperation<VerifyUserAttributeCommandInput, VerifyUserAttributeCommandOutput>(
  async (core, input, self) => {
    await verifyAttribute(core, self, input.AttributeName, input.Code);
    return {};
  },
);
