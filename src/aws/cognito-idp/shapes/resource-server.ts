/** Resource servers as the wire shows and takes them. */
import type { ResourceServerScopeType, ResourceServerType } from '@aws-sdk/client-cognito-identity-provider';
import type { ResourceServer } from '../../../core/resource-servers/resource-server.ts';
import type { ResourceServerMembers } from '../../../core/resource-servers/write.ts';

export const resourceServerMembers = (input: {
  Name: string;
  Scopes?: readonly ResourceServerScopeType[];
}): ResourceServerMembers => ({
  name: input.Name,
  scopes: (input.Scopes ?? []).map(({ ScopeName, ScopeDescription }) => ({
    name: ScopeName as string,
    description: ScopeDescription as string,
  })),
});

export const resourceServerType = (server: ResourceServer): ResourceServerType => ({
  UserPoolId: server.poolId,
  Identifier: server.identifier,
  Name: server.name,
  Scopes: server.scopes.map(({ name, description }) => ({ ScopeName: name, ScopeDescription: description })),
});
