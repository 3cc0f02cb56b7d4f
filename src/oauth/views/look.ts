/** The look of a client's pages, from what its pool's owner set. */
import type { Client } from '../../core/clients/client.ts';
import type { Core } from '../../core/core.ts';
import type { Site } from '../../core/domains/site.ts';
import type { Look } from './looks/look.ts';
import { PLAIN } from './looks/plain.ts';

export type { Look } from './looks/look.ts';

/** Without a client: the pool's own. */
export const lookOf = async (
  _core: Pick<Core, 'clock' | 'store'>,
  _site: Site,
  _client: Client | undefined,
): Promise<Look> => PLAIN;
