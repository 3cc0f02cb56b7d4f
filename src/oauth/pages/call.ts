/** Accounts as the pages handle them. */
import type { PublicCall } from '../../core/accounts/public-call.ts';
import type { Client } from '../../core/clients/client.ts';
import type { Visit } from './visit.ts';

export const callOf = ({ context, client }: Visit, username: string): PublicCall => ({
  pool: context.env.site.pool,
  client: asChoosing(client),
  username,
});

/**
 * Of the pages nobody asks for ExplicitAuthFlows (core/auth/hosted.ts): whoever signs up here gets the session that
 * signs them in once they have confirmed.
 */
const asChoosing = (client: Client): Client => ({
  ...client,
  settings: {
    ...client.settings,
    explicitAuthFlows: [...(client.settings.explicitAuthFlows ?? []), 'ALLOW_USER_AUTH'],
  },
});
