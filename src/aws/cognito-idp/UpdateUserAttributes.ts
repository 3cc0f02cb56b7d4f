import type {
  UpdateUserAttributesCommandInput,
  UpdateUserAttributesCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { updateOwnAttributes } from '../../core/accounts/own-attributes.ts';
import { tokenOperation } from '../operation.ts';
import { codeDeliveryDetails } from './shapes/code-delivery.ts';
import { attributeRecord } from './shapes/user.ts';

export const UpdateUserAttributes = tokenOperation<UpdateUserAttributesCommandInput, UpdateUserAttributesCommandOutput>(
  async (core, input, self) => {
    const deliveries = await updateOwnAttributes(
      core,
      { ...self, clientMetadata: input.ClientMetadata },
      attributeRecord(input.UserAttributes),
    );
    return { CodeDeliveryDetailsList: deliveries.map(codeDeliveryDetails) };
  },
);
