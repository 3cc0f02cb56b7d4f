/** Where the sign-in machine's answer leads: to the page of its next question, or to the end. */
import { beginHosted, type HostedFlow } from '../../core/auth/hosted.ts';
import type { ChallengeAnswer, Given } from '../../core/auth/sign-in.ts';
import { ServiceError } from '../../core/errors.ts';
import { migratesUsers } from '../../core/triggers/user-migration.ts';
import type { Notice } from '../views/page.ts';
import { confirmLater } from './confirm-page.ts';
import type { Form } from './form.ts';
import { openState, sealState } from './page-state.ts';
import { resetPage } from './reset-page.ts';
import { signInPage } from './sign-in-page.ts';
import { signedIn } from './signed-in.ts';
import { stepPages } from './steps/registry.ts';
import { type Next, type Refused, type Step, stepOf } from './steps/step.ts';
import { doorOf, noticeOf, problemOf, show, type Visit } from './visit.ts';

/** A sign-in begins. `session`: of a sign-up that was confirmed just now. */
export const beginSteps = async (
  visit: Visit,
  flow: HostedFlow,
  given: Given & { readonly USERNAME: string },
  session?: string,
): Promise<Response> => {
  const name = given.USERNAME;
  try {
    return await proceed(visit, name, await beginHosted(visit.core, doorOf(visit), flow, given, session));
  } catch (error) {
    if (mayBeElsewhere(visit, given, error)) return showStep(visit, stepOf(name, PASSWORD_FIRST));
    return failed(visit, { name, error });
  }
};

/** Whoever is not in the pool may be brought into it, once there is a password to show to the pool's function. */
const mayBeElsewhere = (visit: Visit, given: Given, error: unknown): boolean =>
  error instanceof ServiceError &&
  error.code === 'UserNotFoundException' &&
  given['PASSWORD'] === undefined &&
  migratesUsers(doorOf(visit));

const PASSWORD_FIRST: ChallengeAnswer = { kind: 'challenge', name: 'PASSWORD', parameters: {} };

/** A step's form has come back. */
export const answerStep = async (visit: Visit, form: Form): Promise<Response> => {
  const step = openState<Step>(visit, 'step', form.get('state'));
  if (form.has('other')) return beginSteps(visit, 'USER_AUTH', { USERNAME: step.name });
  try {
    if (form.has('resend') && step.resends) return await sendAnother(visit, step);
    return await proceed(visit, step.name, await stepPages[step.challenge].answer(visit, step, form), step);
  } catch (error) {
    return failed(visit, { name: step.name, error, step, form });
  }
};

/** The sign-in begins anew with the factor that was chosen; nothing has been proved yet. */
const sendAnother = async (visit: Visit, step: Step): Promise<Response> => {
  const given = { USERNAME: step.name, PREFERRED_CHALLENGE: step.challenge };
  const answer = await beginHosted(visit.core, doorOf(visit), 'USER_AUTH', given);
  if (answer.kind === 'person' || answer.name !== step.challenge) return proceed(visit, step.name, answer);
  const { others, resends } = step;
  const destination = answer.parameters['CODE_DELIVERY_DESTINATION'] ?? '';
  const notice = noticeOf(visit, 'success', 'message.codeSent', { destination });
  return showStep(visit, { ...stepOf(step.name, answer), others, resends }, notice);
};

const proceed = async (visit: Visit, name: string, next: Next, from?: Step): Promise<Response> => {
  const { context, core, client, request } = visit;
  if (next.kind === 'person') return signedIn(context, core, client, request, next.person);
  const step = next.kind === 'step' ? next : stepOf(name, next, from);
  const skipped = await stepPages[step.challenge].skip?.(visit, step);
  return skipped ? proceed(visit, name, skipped, step) : showStep(visit, step);
};

const showStep = (visit: Visit, step: Step, notice?: Notice, refused?: Refused): Promise<Response> =>
  show(visit, stepPages[step.challenge].page(visit, step, sealState(visit, step), refused), notice);

interface Failure {
  readonly name: string;
  readonly error: unknown;
  /** The one whose answer failed; its page is shown again where its session is still good. */
  readonly step?: Step;
  readonly form?: Form;
}

/** Rethrows what is a defect. */
const failed = (visit: Visit, failure: Failure): Promise<Response> => {
  const { name, error } = failure;
  const notice = problemOf(visit, error);
  const code = error instanceof ServiceError ? error.code : undefined;
  if (code === 'UserNotConfirmedException') return confirmLater(visit, name);
  if (code === 'PasswordResetRequiredException') return resetPage(visit, { name }, notice);
  return again(visit, failure, notice);
};

const again = async (visit: Visit, { name, error, step, form }: Failure, notice: Notice): Promise<Response> => {
  const over = step === undefined || (error instanceof ServiceError && isOver(error, step));
  if (over) return show(visit, await signInPage(visit, name), notice);
  return showStep(visit, step, notice, form && { form, error });
};

/** A passkey's session is good for one try; a code of a message that has expired is not sent again. */
const isOver = ({ code, message }: ServiceError, { challenge }: Step): boolean =>
  challenge === 'WEB_AUTHN' ||
  message.startsWith('Invalid session for the user') ||
  code === 'SoftwareTokenMFANotFoundException' ||
  (code === 'UserNotFoundException' && challenge !== 'PASSWORD') ||
  (code === 'ExpiredCodeException' && challenge !== 'SOFTWARE_TOKEN_MFA');
