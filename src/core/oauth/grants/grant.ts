/** A way to tokens (RFC 6749 section 1.3). Each is a file, listed in registry.ts. */
import type { Client } from '../../clients/client.ts';
import type { Core } from '../../core.ts';
import type { Pool } from '../../pools/pool.ts';
import type { IssuedTokens, IssuingCore } from '../../tokens/issue.ts';

export type GrantCore = IssuingCore & Pick<Core, 'directory'>;

/** From a client that has proved who it is. */
export interface GrantRequest {
  readonly pool: Pool;
  readonly client: Client;
  readonly parameters: URLSearchParams;
}

export interface Grant {
  /** `grant_type`, and how discovery announces it. */
  readonly type: string;
  /** Throws TokenRefused, and ServiceError where issuing is refused. */
  tokens(core: GrantCore, request: GrantRequest): Promise<GrantedTokens>;
}

export type GrantedTokens = Omit<IssuedTokens, 'newDevice'>;
