/** Public clients have nothing to show: they say who they are. */
import { given } from '../token-request.ts';
import type { ClientAuth } from './client-auth.ts';

export const none: ClientAuth = {
  method: 'none',
  clientId: ({ parameters, authorization }) =>
    authorization === undefined && given(parameters, 'client_secret') === undefined
      ? given(parameters, 'client_id')
      : undefined,
  proves: (_core, client) => client.sealedSecrets.length === 0,
};
