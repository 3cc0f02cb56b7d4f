/** What the parts of the sign-in machine hand to each other. */
import type { Client } from '../clients/client.ts';
import type { Core } from '../core.ts';
import type { Device } from '../devices/device.ts';
import type { Pool } from '../pools/pool.ts';
import type { IssuedTokens } from '../tokens/issue.ts';
import type { TriggerCaller } from '../triggers/event.ts';
import type { User } from '../users/user.ts';
import type { ChallengeName, FirstFactorChallenge, Progress } from './state.ts';

/** What signing in may touch. */
export type AuthCore = Pick<
  Core,
  | 'clock'
  | 'directory'
  | 'functions'
  | 'outbox'
  | 'random'
  | 'sealer'
  | 'settings'
  | 'signer'
  | 'srp'
  | 'store'
  | 'webAuthn'
>;

/** The pool and client that a request came for, and what it brought for the pool's functions. */
export interface Door extends TriggerCaller {
  readonly pool: Pool;
  readonly client: Client;
  /** Where the person is, as far as the caller knows. */
  readonly sourceIp?: string | undefined;
}

/**
 * Who signs in. `user` is undefined where a client hides which users exist: then `sub` and `username` are derived
 * from the name, lead nowhere, and the same work is done for them.
 */
export interface Subject {
  readonly sub: string;
  /** USER_ID_FOR_SRP: the name that goes into the SRP proof. */
  readonly username: string;
  readonly user?: User;
}

export interface SignIn extends Door {
  readonly subject: Subject;
  readonly progress: Progress;
  /** When this step's request began; epoch ms. */
  readonly startedAt?: number;
  /** The one that `progress.deviceKey` names, as it is now. */
  readonly device?: Device;
}

/** AuthParameters or ChallengeResponses. */
export type Given = Readonly<Record<string, string>>;

export type SignInAnswer = ChallengeAnswer | TokenAnswer;

export interface TokenAnswer {
  readonly kind: 'tokens';
  readonly tokens: IssuedTokens;
}

export interface ChallengeAnswer {
  readonly kind: 'challenge';
  readonly name: ChallengeName;
  readonly parameters: Readonly<Record<string, string>>;
  readonly session?: string;
  readonly available?: readonly FirstFactorChallenge[];
}
