import type { Pool } from '../pools/pool.ts';
import type { ClientSettings } from './client.ts';

/** Throws InvalidParameterException, InvalidOAuthFlowException, ScopeDoesNotExistException. */
export const checkClientSettings = (_pool: Pool, _settings: ClientSettings, _facts: { hasSecret: boolean }): void => {};
