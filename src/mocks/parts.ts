/** What the imitated providers work with. */
import type { Core } from '../core/core.ts';
import type { Grants } from './grants.ts';
import type { MockKeys } from './keys.ts';
import type { Choice } from './people.ts';

export interface MockParts {
  readonly core: Pick<Core, 'clock' | 'random' | 'settings'>;
  readonly grants: Grants;
  keys(): Promise<MockKeys>;
  /** Decides for everybody while it is set, so that no page is shown (PUT /mocks/person). */
  preset(): Choice | undefined;
  /** True once for each: providers that ask for consent tell some things the first time only. */
  isNew(provider: string, subject: string): boolean;
}

/** Which the service shows to each of the providers but Apple, whose clients sign theirs. */
export const MOCK_SECRET = 'poolhouse-mock-secret';
export const APPLE_TEAM = 'MOCKTEAM01';
export const APPLE_KEY_ID = 'MOCKKEY001';
