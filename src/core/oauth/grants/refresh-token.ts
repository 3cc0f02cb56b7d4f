/** RFC 6749 section 6. Tokens of the API can be refreshed here as well, and those of here by the API. */
import { refreshTokens } from '../../tokens/refresh.ts';
import { assertFlow, required } from '../token-request.ts';
import type { Grant } from './grant.ts';

export const refreshToken: Grant = {
  type: 'refresh_token',
  tokens(core, { client, parameters }) {
    assertFlow(client, 'code', 'implicit');
    return refreshTokens(core, { client, refreshToken: required(parameters, 'refresh_token') });
  },
};
