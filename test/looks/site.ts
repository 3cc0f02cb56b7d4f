/** A server with one pool that has a domain and a client, for tests of how pages look. */
import {
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { startTestApp, type TestApp, type TestAppOptions } from '../support/test-app.ts';

export interface LookSite {
  readonly app: TestApp;
  readonly poolId: string;
  readonly clientId: string;
  /** Of the pool's pages, in the path form: without a trailing slash. */
  readonly url: string;
}

export const startLookSite = async (flags: TestAppOptions['flags'] = {}): Promise<LookSite> => {
  const app = await startTestApp({ flags });
  const { UserPool } = await app.cognito.send(new CreateUserPoolCommand({ PoolName: 'Looks' }));
  const poolId = UserPool?.Id ?? '';
  const { UserPoolClient } = await app.cognito.send(
    new CreateUserPoolClientCommand({ UserPoolId: poolId, ClientName: 'Web' }),
  );
  await app.cognito.send(
    new CreateUserPoolDomainCommand({ UserPoolId: poolId, Domain: 'looks', ManagedLoginVersion: 2 }),
  );
  return { app, poolId, clientId: UserPoolClient?.ClientId ?? '', url: `${app.endpoint}/${poolId}` };
};
