/** What a pool and a client offer to those who come to the pages. */
import { isFlowAllowed } from '../../core/auth/flow-allowed.ts';
import type { Client } from '../../core/clients/client.ts';
import type { Site } from '../../core/domains/site.ts';
import { onlyAdminRecovers } from '../../core/messages/delivery.ts';
import { allowsOwnUsers } from '../../core/oauth/allowed.ts';
import type { Pool } from '../../core/pools/pool.ts';
import type { NameKind } from '../views/page.ts';

/** Domains choose between the two; only the newer one knows of passwordless sign-in. */
export const isManagedLogin = ({ domain }: Pick<Site, 'domain'>): boolean => domain.managedLoginVersion === 2;

/**
 * The name comes first, then one of the factors that the person has (developer guide, "Configure authentication methods
 * for managed login": the client allows ALLOW_USER_AUTH).
 */
export const isChoiceBased = (site: Site, client: Client): boolean =>
  isManagedLogin(site) &&
  isFlowAllowed(client, 'USER_AUTH') &&
  site.pool.settings.allowedFirstFactors.some((factor) => factor !== 'PASSWORD');

export const takesSignUps = ({ settings }: Pool, client: Client): boolean =>
  allowsOwnUsers(client) && !settings.adminCreateUser.allowAdminCreateUserOnly;

export const recoversPasswords = (pool: Pool): boolean =>
  pool.settings.allowedFirstFactors.includes('PASSWORD') && !onlyAdminRecovers(pool);

/** What a name may be, in the order in which the label says it. */
export const nameKindsOf = ({ usernameAttributes, aliasAttributes }: Pool): NameKind[] =>
  usernameAttributes.length > 0 ? [...usernameAttributes] : ['username', ...aliasAttributes];
