/**
 * /passkeys/add: somebody who is signed in here adds a passkey, sent by their application or right after signing in. In
 * the latter case the sign-in that has just happened is finished afterwards, and the page's state says so.
 */
import { ServiceError } from '../../core/errors.ts';
import type { Person } from '../../core/oauth/person.ts';
import { personOf } from '../../core/oauth/sso-session.ts';
import { invalidCredential } from '../../core/passkeys/client-data.ts';
import { completeRegistration, startRegistration } from '../../core/passkeys/register.ts';
import { sessionCookie } from '../cookies.ts';
import { setCommonHeaders } from '../headers.ts';
import type { Notice } from '../views/page.ts';
import { finished } from './finished.ts';
import type { Form } from './form.ts';
import { openState, sealState } from './page-state.ts';
import { rememberDeclined } from './passkey-offer.ts';
import { isManagedLogin } from './pool-offers.ts';
import { linkTo, problemOf, show, type Visit } from './visit.ts';

interface Adding {
  readonly kind: 'add-passkey';
  readonly sub: string;
  /** The sign-in that is to be finished; absent where the application sent them here. */
  readonly signedIn?: Pick<Person, 'authTime' | 'instant'>;
  /** Epoch ms. */
  readonly expiresAt: number;
}

/** A registration's own time and some more. */
const VALIDITY = 10 * 60_000;

/** An application sends somebody who has a session; who has none signs in first. The classic pages have none of it. */
export const openAddPasskey = async (visit: Visit): Promise<Response> => {
  if (!isManagedLogin(visit.context.env.site)) return redirect(visit, '/login');
  const declined = visit.context.req.query('skip');
  if (declined !== undefined) return goOn(visit, declined);
  const person = await signedInPerson(visit);
  if (!person || person.provider !== undefined) return redirect(visit, '/login');
  return showAddPasskey(visit, person);
};

/** `fresh`: they have signed in just now, on the way to their application. */
export const showAddPasskey = async (
  visit: Visit,
  person: Person,
  { fresh = false, notice }: { readonly fresh?: boolean; readonly notice?: Notice } = {},
): Promise<Response> => {
  const { context, core, client } = visit;
  const { user, authTime, instant } = person;
  const options = JSON.stringify(await startRegistration(core, { pool: context.env.site.pool, client, user }));
  const adding: Adding = {
    kind: 'add-passkey',
    sub: user.sub,
    expiresAt: core.clock.now() + VALIDITY,
    ...(fresh && { signedIn: { authTime, instant } }),
  };
  const state = sealState(visit, adding);
  const skip = linkTo(visit, '/passkeys/add', { skip: state });
  return show(visit, { page: 'add-passkey', state, options, skip }, notice);
};

export const addPasskey = async (visit: Visit, form: Form): Promise<Response> => {
  const { context, core, client } = visit;
  const adding = openState<Adding>(visit, 'add-passkey', form.get('state'));
  const person = await personOfState(visit, adding);
  if (!person) return redirect(visit, '/login');
  try {
    const self = { pool: context.env.site.pool, client, user: person.user };
    await completeRegistration(core, self, credentialOf(form));
  } catch (error) {
    const notice = problemOf(visit, error);
    if (!(error instanceof ServiceError)) throw error;
    return showAddPasskey(visit, person, { fresh: adding.signedIn !== undefined, notice });
  }
  return leave(visit, person, adding);
};

const goOn = async (visit: Visit, sealed: string): Promise<Response> => {
  // A link does nothing for whoever only looks where it leads.
  if (visit.context.req.method === 'HEAD') return visit.context.body(null);
  const adding = openState<Adding>(visit, 'add-passkey', sealed);
  const person = await personOfState(visit, adding);
  if (!person) return redirect(visit, '/login');
  rememberDeclined(visit.context, person.user);
  return leave(visit, person, adding);
};

/** A sign-in that stands is finished; whoever came for a passkey alone is judged by their session again. */
const leave = (visit: Visit, person: Person, { signedIn }: Adding): Response | Promise<Response> => {
  const { context, core, client, request } = visit;
  if (!signedIn) return redirect(visit, '/oauth2/authorize');
  return finished(context, core, client, request, { ...person, ...signedIn });
};

const signedInPerson = ({ context, core }: Visit): Promise<Person | undefined> =>
  personOf(core, context.env.site.pool, sessionCookie(context));

const personOfState = async (visit: Visit, { sub, expiresAt }: Adding): Promise<Person | undefined> => {
  if (visit.core.clock.now() >= expiresAt) return undefined;
  const person = await signedInPerson(visit);
  return person?.user.sub === sub ? person : undefined;
};

const credentialOf = (form: Form): unknown => {
  try {
    return JSON.parse(form.get('credential') ?? '');
  } catch {
    throw invalidCredential();
  }
};

const redirect = (visit: Visit, path: string): Response => {
  setCommonHeaders(visit.context);
  return visit.context.redirect(linkTo(visit, path), 302);
};
