import type { CodeDeliveryDetailsType } from '@aws-sdk/client-cognito-identity-provider';
import type { CodeDelivery } from '../../../core/messages/delivery.ts';

export const codeDeliveryDetails = (delivery: CodeDelivery): CodeDeliveryDetailsType => ({
  AttributeName: delivery.attributeName,
  DeliveryMedium: delivery.medium,
  Destination: delivery.destination,
});
