/** A way in which a client shows that it is the one it says (RFC 6749 section 2.3). Each is a file, listed in registry.ts. */

import { constantTimeEqual } from '../../../crypto/compare.ts';
import type { Client } from '../../clients/client.ts';
import { openClientSecrets } from '../../clients/secrets.ts';
import type { Core } from '../../core.ts';
import type { TokenRequest } from '../token-request.ts';

export type ClientAuthCore = Pick<Core, 'sealer'>;

export interface ClientAuth {
  /** As discovery announces it. */
  readonly method: string;
  /** The client that the request says it is from, where it uses this way. Throws TokenRefused for what is malformed. */
  clientId(request: TokenRequest): string | undefined;
  proves(core: ClientAuthCore, client: Client, request: TokenRequest): boolean | Promise<boolean>;
}

/** Any one of those that are valid now, compared in constant time. */
export const isSecretOf = (core: ClientAuthCore, client: Client, given: string): boolean =>
  openClientSecrets(core, client)
    .map((secret) => constantTimeEqual(secret, given))
    .includes(true);
