/** Id and secret in the body (RFC 6749 section 2.3.1). */
import { given } from '../token-request.ts';
import { type ClientAuth, isSecretOf } from './client-auth.ts';

export const clientSecretPost: ClientAuth = {
  method: 'client_secret_post',
  clientId: ({ parameters }) =>
    given(parameters, 'client_secret') === undefined ? undefined : given(parameters, 'client_id'),
  proves: (core, client, { parameters }) => isSecretOf(core, client, parameters.get('client_secret') ?? ''),
};
