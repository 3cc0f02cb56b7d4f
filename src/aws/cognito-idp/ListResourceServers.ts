import type {
  ListResourceServersCommandInput as Input,
  ListResourceServersCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { listResourceServers } from '../../core/resource-servers/write.ts';
import { signedOperation } from '../operation.ts';
import { page } from './shapes/page.ts';
import { resourceServerType } from './shapes/resource-server.ts';

export const ListResourceServers = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const { rows, nextToken } = await listResourceServers(core, pool.id, page(input));
  return { ResourceServers: rows.map(resourceServerType), NextToken: nextToken };
});
