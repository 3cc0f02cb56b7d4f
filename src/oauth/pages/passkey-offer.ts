/**
 * Whoever signs in without a passkey is offered one, where it would be of use: the pool takes passkeys as a first factor
 * of theirs, and this host may speak for the pool's relying party. Who declines is left alone for a while.
 */
import { getCookie, setCookie } from 'hono/cookie';
import { factorsOf } from '../../core/auth/first-factors.ts';
import type { Core } from '../../core/core.ts';
import type { Person } from '../../core/oauth/person.ts';
import { MAX_PASSKEYS } from '../../core/passkeys/passkey.ts';
import { findRelyingParty, isAllowedOrigin } from '../../core/passkeys/relying-party.ts';
import type { User } from '../../core/users/user.ts';
import type { SiteContext } from '../context.ts';
import { isSecureOnly } from '../cookies.ts';
import { isChoiceBased } from './pool-offers.ts';
import type { Visit } from './visit.ts';

export const isOffered = ({ context, core, client }: Visit, { user, provider }: Person): boolean =>
  provider === undefined &&
  (user.passkeys ?? 0) === 0 &&
  isChoiceBased(context.env.site, client) &&
  mayAddPasskey(context, core, user) &&
  getCookie(context, LATER) !== idOf(user);

/** A passkey that is added now could be used at the next sign-in here. */
export const mayAddPasskey = ({ env: { site } }: SiteContext, core: Pick<Core, 'settings'>, user: User): boolean => {
  const relyingParty = findRelyingParty(core, site.pool);
  return (
    (user.passkeys ?? 0) < MAX_PASSKEYS &&
    factorsOf(core, site.pool, { ...user, passkeys: 1 }).includes('WEB_AUTHN') &&
    relyingParty !== undefined &&
    isAllowedOrigin(relyingParty, new URL(site.url).origin)
  );
};

/** Names who declined in this browser. */
const LATER = 'passkey-later';
const LATER_SECONDS = 30 * 86_400;

const idOf = ({ sub }: User): string => sub;

export const rememberDeclined = (context: SiteContext, user: User): void =>
  setCookie(context, LATER, idOf(user), {
    httpOnly: true,
    maxAge: LATER_SECONDS,
    path: context.env.site.basePath || '/',
    sameSite: 'Lax',
    secure: isSecureOnly(context),
  });
