import type {
  ListUserPoolClientSecretsCommandInput as Input,
  ListUserPoolClientSecretsCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { poolClient } from '../../core/clients/pool-client.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { secretDescriptor } from './shapes/client-secret.ts';

export const ListUserPoolClientSecrets = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const client = await poolClient(core, pool, input.ClientId);
  return { ClientSecrets: client.sealedSecrets.map(secretDescriptor) };
});
