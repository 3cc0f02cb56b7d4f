/**
 * Temporary credentials. The session token carries, sealed, the secret key and whom it speaks for: so there is no row for
 * a session, and any node checks one without asking anybody. What ends a session early is the policies of its role
 * (`aws:TokenIssueTime`) and the loss of the role itself.
 */
import type { Core } from '../core.ts';
import { SealBroken } from '../ports.ts';
import { type KeyPair, newKeyPair } from './access-key.ts';
import type { Principal, SessionFacts } from './principal.ts';

/** Somebody who has temporary credentials. */
export type SessionPrincipal = Principal & { readonly session: SessionFacts };

export interface TemporaryCredentials extends KeyPair {
  readonly sessionToken: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

interface Sealed extends KeyPair {
  readonly principal: SessionPrincipal;
}

const PLACE = 'session';

export const issueCredentials = (
  core: Pick<Core, 'random' | 'sealer'>,
  principal: SessionPrincipal,
): TemporaryCredentials => {
  const keys = newKeyPair(core, 'ASIA');
  const sealed: Sealed = { ...keys, principal };
  const sessionToken = core.sealer.seal('session-token', JSON.stringify(sealed), PLACE);
  return { ...keys, sessionToken, expiresAt: principal.session.expiresAt };
};

/** Undefined for what is not a token of this deployment. Whether its time is over, the caller looks at. */
export const openSessionToken = (core: Pick<Core, 'sealer'>, token: string): Sealed | undefined => {
  try {
    return JSON.parse(Buffer.from(core.sealer.open('session-token', token, PLACE)).toString()) as Sealed;
  } catch (error) {
    if (error instanceof SealBroken) return undefined;
    throw error;
  }
};
