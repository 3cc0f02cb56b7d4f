/** What a challenge is. Challenges know nothing of each other; next-step.ts decides which comes when. */
import type { Write } from '../../ports.ts';
import type { User } from '../../users/user.ts';
import type { Carried } from '../session.ts';
import type { AuthCore, Door, Given, SignIn } from '../sign-in.ts';
import type { ChallengeName, FirstFactorChallenge, Progress } from '../state.ts';

export interface Challenge {
  /** Puts the question. `given`: what the client sent in the step before. */
  issue(core: AuthCore, signIn: SignIn, given: Given): Promise<Issued>;
  /** The sign-in that an answer continues; refuses what was forged, used, is over or belongs elsewhere. */
  resume(core: AuthCore, door: Door, answer: Answer): Promise<Asked>;
  /** Judges the answer. Throws what Cognito answers to a wrong one. */
  answer(core: AuthCore, asked: Asked, given: Given): Promise<Answered>;
}

export interface Issued {
  readonly parameters: Readonly<Record<string, string>>;
  /** Undefined where the parameters carry the state themselves. */
  readonly session?: string;
  /** What SELECT_CHALLENGE offers. */
  readonly available?: readonly FirstFactorChallenge[];
}

export interface Answer {
  readonly name: ChallengeName;
  readonly given: Given;
  readonly session?: string;
}

/** A sign-in in the middle of a challenge. */
export interface Asked extends SignIn {
  readonly carried: Carried;
  /** Spends the state's ticket. */
  readonly spend: Write;
}

export interface Answered {
  /** Undefined: nobody yet, for a client that hides which users exist. */
  readonly user: User | undefined;
  readonly progress: Progress;
  /** Whether the challenge has spent the ticket in a commit of its own; otherwise the engine does. */
  readonly spent: boolean;
}
