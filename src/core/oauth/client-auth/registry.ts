/** Which client a request comes from. */
import type { Client } from '../../clients/client.ts';
import type { Core } from '../../core.ts';
import type { Pool } from '../../pools/pool.ts';
import { TokenRefused } from '../errors.ts';
import { given, type TokenRequest } from '../token-request.ts';
import type { ClientAuth, ClientAuthCore } from './client-auth.ts';
import { clientSecretBasic } from './client-secret-basic.ts';
import { clientSecretPost } from './client-secret-post.ts';
import { none } from './none.ts';

const METHODS: readonly ClientAuth[] = [clientSecretBasic, clientSecretPost, none];

export const clientAuthMethods: readonly string[] = METHODS.map(({ method }) => method);

/**
 * Throws TokenRefused: `invalid_request` where the request names no client or uses two ways at once (RFC 6749 section
 * 2.3), `invalid_client` where there is no such client or it does not prove to be it.
 */
export const authenticateClient = async (
  core: ClientAuthCore & Pick<Core, 'directory'>,
  pool: Pool,
  request: TokenRequest,
): Promise<Client> => {
  const { method, id } = usedMethod(request);
  const stated = given(request.parameters, 'client_id');
  if (stated !== undefined && stated !== id) throw new TokenRefused('invalid_request', 'client_id does not match');
  const client = await core.directory.findClient(id);
  if (client?.poolId !== pool.id || !(await method.proves(core, client, request))) {
    throw new TokenRefused('invalid_client');
  }
  return client;
};

const usedMethod = (request: TokenRequest): { readonly method: ClientAuth; readonly id: string } => {
  const used = METHODS.flatMap((method) => {
    const id = method.clientId(request);
    return id === undefined ? [] : [{ method, id }];
  });
  const [first] = used;
  if (used.length > 1) throw new TokenRefused('invalid_request', 'More than one way of client authentication');
  if (!first) throw new TokenRefused(request.authorization ? 'invalid_client' : 'invalid_request');
  return first;
};
