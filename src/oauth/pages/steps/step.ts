/** What the pages of a sign-in have in common. A step is one question of the sign-in machine, put on a page. */
import type { HostedAnswer } from '../../../core/auth/hosted.ts';
import { answerHosted } from '../../../core/auth/hosted.ts';
import type { ChallengeAnswer, Given } from '../../../core/auth/sign-in.ts';
import type { ChallengeName, FirstFactorChallenge } from '../../../core/auth/state.ts';
import type { Page } from '../../views/page.ts';
import type { Form } from '../form.ts';
import { doorOf, type Visit } from '../visit.ts';

/** Sealed into the page's form. */
export interface Step {
  readonly kind: 'step';
  /** Who signs in, as they wrote it. */
  readonly name: string;
  readonly challenge: ChallengeName;
  /** The machine's. */
  readonly session: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly available: readonly FirstFactorChallenge[];
  /** There are other first factors to go back to. */
  readonly others: boolean;
  /** A code by message that is the first factor: another one may be sent. */
  readonly resends: boolean;
  /** MFA_SETUP: what has been chosen, and the authenticator app's key. */
  readonly setup?: { readonly method: string; readonly secret?: string };
}

/** Where an answer leads: on in the machine, or to another page of the same question. */
export type Next = HostedAnswer | Step;

/** A form that is shown again. */
export interface Refused {
  readonly form: Form;
  readonly error: unknown;
}

export interface StepPage {
  /** `state` goes into the form. */
  page(visit: Visit, step: Step, state: string, refused?: Refused): Page;
  /** Throws what the service answers to a wrong answer, and FormProblem. */
  answer(visit: Visit, step: Step, form: Form): Promise<Next>;
  /** What needs no person: a choice among one. Undefined: the page is to be shown. */
  skip?(visit: Visit, step: Step): Promise<Next> | undefined;
}

/** `from`: the question before. */
export const stepOf = (name: string, { name: challenge, ...asked }: ChallengeAnswer, from?: Step): Step => ({
  kind: 'step',
  name,
  challenge,
  session: asked.session ?? '',
  parameters: asked.parameters,
  available: asked.available ?? [],
  others: from?.challenge === 'SELECT_CHALLENGE' && shownFactors(from).length > 1,
  resends: from?.challenge === 'SELECT_CHALLENGE' && (challenge === 'EMAIL_OTP' || challenge === 'SMS_OTP'),
});

/** PASSWORD and PASSWORD_SRP are one thing on a page. */
export const shownFactors = ({ available }: Step): Exclude<FirstFactorChallenge, 'PASSWORD_SRP'>[] =>
  available.filter((factor) => factor !== 'PASSWORD_SRP');

/** Answers the machine. `given` as ChallengeResponses, but for USERNAME. */
export const reply = (visit: Visit, step: Step, given: Given): Promise<HostedAnswer> =>
  answerHosted(visit.core, doorOf(visit), {
    name: step.challenge,
    session: step.session,
    given: { USERNAME: step.name, ...given },
  });
