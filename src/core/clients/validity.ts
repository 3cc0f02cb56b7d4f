/** How long a client's tokens live, in seconds. */
import type { ClientSettings, TimeUnit } from './client.ts';

const SECONDS: Readonly<Record<TimeUnit, number>> = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 };

type Timed = { readonly settings: ClientSettings };

/** An hour unless set; the unit is hours unless set. */
export const accessTokenSeconds = ({ settings }: Timed): number =>
  secondsOf(settings.accessTokenValidity, settings.tokenValidityUnits?.accessToken);

/** An hour unless set; the unit is hours unless set. */
export const idTokenSeconds = ({ settings }: Timed): number =>
  secondsOf(settings.idTokenValidity, settings.tokenValidityUnits?.idToken);

/** The unit is days unless set. */
export const refreshTokenSeconds = ({ settings }: Timed): number =>
  settings.refreshTokenValidity * SECONDS[settings.tokenValidityUnits?.refreshToken ?? 'days'];

const secondsOf = (validity: number | undefined, unit: TimeUnit = 'hours'): number =>
  validity === undefined ? SECONDS.hours : validity * SECONDS[unit];
