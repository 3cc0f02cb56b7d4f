/** What an app client is when its owner says nothing. */
import type { ClientSettings } from './client.ts';

export const DEFAULT_REFRESH_TOKEN_DAYS = 30;

/** Members that are left out take their default: at creation and at every update. */
export const completeClientSettings = (given: Partial<ClientSettings>): ClientSettings => ({
  ...given,
  // Zero is no validity but the wish for the default.
  refreshTokenValidity: given.refreshTokenValidity || DEFAULT_REFRESH_TOKEN_DAYS,
  tokenValidityUnits: { ...given.tokenValidityUnits, ...(given.refreshTokenValidity === 0 && { refreshToken: 'days' }) },
  allowedOAuthFlowsUserPoolClient: given.allowedOAuthFlowsUserPoolClient ?? false,
  enableTokenRevocation: given.enableTokenRevocation ?? true,
  enablePropagateAdditionalUserContextData: given.enablePropagateAdditionalUserContextData ?? false,
  authSessionValidity: given.authSessionValidity ?? 3,
});
