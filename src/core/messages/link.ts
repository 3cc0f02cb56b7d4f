/** The link that confirms a sign-up; `pages/confirm-user.ts` answers it. */
import type { Core } from '../core.ts';
import type { Pool } from '../pools/pool.ts';

/** `{publicUrl}/{poolId}/confirmUser?…`, with the parameter names of Cognito's own link. */
export function confirmationLink(
  core: Pick<Core, 'settings'>,
  pool: Pick<Pool, 'id'>,
  clientId: string,
  username: string,
  code: string,
): string {
  const parameters = new URLSearchParams({ client_id: clientId, user_name: username, confirmation_code: code });
  return `${core.settings.publicUrl}/${pool.id}/confirmUser?${parameters}`;
}
