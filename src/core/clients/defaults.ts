/** What an app client is when its owner says nothing. */
import type { ClientSettings } from './client.ts';

const DEFAULT_REFRESH_TOKEN_DAYS = 30;

/** Members that are left out take their default: at creation and at every update. An empty list counts as left out. */
export const completeClientSettings = (given: Partial<ClientSettings>): ClientSettings => ({
  ...withoutEmptyLists(given),
  // Zero is no validity but the wish for the default.
  refreshTokenValidity: given.refreshTokenValidity || DEFAULT_REFRESH_TOKEN_DAYS,
  tokenValidityUnits: unitsOf(given),
  allowedOAuthFlowsUserPoolClient: given.allowedOAuthFlowsUserPoolClient ?? false,
  enableTokenRevocation: given.enableTokenRevocation ?? true,
  enablePropagateAdditionalUserContextData: given.enablePropagateAdditionalUserContextData ?? false,
  authSessionValidity: given.authSessionValidity ?? 3,
  refreshTokenRotation: given.refreshTokenRotation && {
    ...given.refreshTokenRotation,
    retryGracePeriodSeconds: given.refreshTokenRotation.retryGracePeriodSeconds ?? 0,
  },
});

/** Whoever names one unit gets all three; whoever names none gets none shown, and the same defaults. */
const unitsOf = ({ tokenValidityUnits: units, refreshTokenValidity }: Partial<ClientSettings>) => {
  if (Object.values(units ?? {}).every((unit) => unit === undefined)) return {};
  return {
    accessToken: units?.accessToken ?? ('hours' as const),
    idToken: units?.idToken ?? ('hours' as const),
    refreshToken: (refreshTokenValidity ? units?.refreshToken : undefined) ?? ('days' as const),
  };
};

const withoutEmptyLists = (given: Partial<ClientSettings>): Partial<ClientSettings> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => !(Array.isArray(value) && value.length === 0)));
