import type {
  AddUserPoolClientSecretCommandInput as Input,
  AddUserPoolClientSecretCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { addClientSecret } from '../../core/clients/rotate-secret.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { secretDescriptor } from './shapes/client-secret.ts';

export const AddUserPoolClientSecret = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const { secret, generated } = await addClientSecret(core, pool, input.ClientId, input.ClientSecret);
  return {
    ClientSecretDescriptor: { ...secretDescriptor(secret), ...(generated && { ClientSecretValue: generated }) },
  };
});
