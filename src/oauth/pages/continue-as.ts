/** Whoever has a session in this browser may go on with it, unless the client wants them to sign in anew. */
import { sessionSuffices } from '../../core/oauth/authorize.ts';
import type { Person } from '../../core/oauth/person.ts';
import { personOf } from '../../core/oauth/sso-session.ts';
import { sessionCookie } from '../cookies.ts';
import type { Visit } from './visit.ts';

export const continuing = async ({ context, core, client, request }: Visit): Promise<Person | undefined> => {
  const person = await personOf(core, context.env.site.pool, sessionCookie(context));
  return person && sessionSuffices(core, client, request, person) ? person : undefined;
};
