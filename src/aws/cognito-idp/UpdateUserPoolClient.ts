import type {
  UpdateUserPoolClientCommandInput as Input,
  UpdateUserPoolClientCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { updateClient } from '../../core/clients/update.ts';
import { storedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { clientSettings, clientType } from './shapes/client.ts';

export const UpdateUserPoolClient = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await storedPool(core, caller, input.UserPoolId);
  const client = await updateClient(core, pool, input.ClientId, {
    name: input.ClientName,
    settings: clientSettings(input),
  });
  return { UserPoolClient: clientType(core, client) };
});
