/**
 * Sessions that a provider has ended. Sessions travel sealed, with browsers, and nobody else has a list of them; so what
 * is kept is the end: whose, of which of the provider's sessions, and when. What began before it is over.
 */
import { createHash } from 'node:crypto';
import type { Core } from '../../core.ts';
import type { IdentityProvider } from '../../identity-providers/provider.ts';
import { GuardFailed, type SamlPrincipal } from '../../ports.ts';

const KIND = 'saml-logout';
const TRIES = 20;

type Place = Pick<IdentityProvider, 'poolId' | 'name'>;

/** `sessionIndexes`: none for all of the person's sessions. `lifetime`: of a session, in milliseconds. */
export const endSamlSessions = async (
  core: Pick<Core, 'clock' | 'store'>,
  provider: Place,
  { value }: SamlPrincipal['nameId'],
  sessionIndexes: readonly string[],
  lifetime: number,
): Promise<void> => {
  const indexes = sessionIndexes.length > 0 ? new Set(sessionIndexes) : [undefined];
  for (const index of indexes) await end(core, provider.poolId, subjectOf(provider.name, value, index), lifetime);
};

export interface SamlSession extends SamlPrincipal {
  readonly poolId: string;
  readonly provider: string;
  /** When it began; epoch milliseconds. */
  readonly instant: number;
}

export const hasEnded = async (core: Pick<Core, 'store'>, session: SamlSession): Promise<boolean> => {
  const { poolId, provider, nameId, sessionIndex, instant } = session;
  const subjects = [subjectOf(provider, nameId.value, undefined), subjectOf(provider, nameId.value, sessionIndex)];
  const ends = await Promise.all(
    [...new Set(subjects)].map((subject) => core.store.attempts.find(poolId, subject, KIND)),
  );
  return ends.some((end) => end !== undefined && instant <= end.windowStart);
};

const subjectOf = (provider: string, nameId: string, sessionIndex: string | undefined): string =>
  createHash('sha256')
    .update(JSON.stringify([provider, nameId, sessionIndex]))
    .digest('base64url');

const end = async (
  { store, clock }: Pick<Core, 'clock' | 'store'>,
  poolId: string,
  subject: string,
  lifetime: number,
): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    const { count = 0, version = 0 } = (await store.attempts.find(poolId, subject, KIND)) ?? {};
    const now = clock.now();
    const ended = { poolId, subject, kind: KIND, windowStart: now, lockedUntil: 0, expiresAt: now + lifetime };
    try {
      return await store.commit([store.attempts.put({ ...ended, count: count + 1, version })]);
    } catch (error) {
      if (!(error instanceof GuardFailed) || attempt === TRIES) throw error;
    }
  }
};
