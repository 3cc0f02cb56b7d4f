import type { NewPool } from './create.ts';
import type { Pool } from './pool.ts';

/** Throws InvalidParameterException. */
export const checkNewPool = (_pool: Pool, _request: NewPool): void => {};
