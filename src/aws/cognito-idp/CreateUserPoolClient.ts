import type {
  CreateUserPoolClientCommandInput as Input,
  CreateUserPoolClientCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { createClient } from '../../core/clients/create.ts';
import { storedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { clientSettings, clientType } from './shapes/client.ts';

export const CreateUserPoolClient = signedOperation<Input, Output>(async (core, input, caller) => {
  const client = await createClient(core, await storedPool(core, caller, input.UserPoolId), {
    name: input.ClientName,
    generateSecret: input.GenerateSecret,
    secret: input.ClientSecret,
    settings: clientSettings(input),
  });
  return { UserPoolClient: clientType(core, client) };
});
