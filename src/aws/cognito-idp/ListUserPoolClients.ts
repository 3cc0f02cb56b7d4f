import type {
  ListUserPoolClientsCommandInput as Input,
  ListUserPoolClientsCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { listClients } from '../../core/clients/list.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { clientDescription } from './shapes/client.ts';
import { page } from './shapes/page.ts';

export const ListUserPoolClients = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const { rows, nextToken } = await listClients(core, pool, page(input));
  // No client has registered itself: dynamic registration belongs to the authorization server.
  const clients = input.ClientType === 'DCR' ? [] : rows;
  return { UserPoolClients: clients.map(clientDescription), NextToken: nextToken };
});
