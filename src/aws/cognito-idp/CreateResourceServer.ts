import type {
  CreateResourceServerCommandInput as Input,
  CreateResourceServerCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { createResourceServer } from '../../core/resource-servers/write.ts';
import { signedOperation } from '../operation.ts';
import { resourceServerMembers, resourceServerType } from './shapes/resource-server.ts';

export const CreateResourceServer = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const server = await createResourceServer(core, pool.id, input.Identifier, resourceServerMembers(input));
  return { ResourceServer: resourceServerType(server) };
});
