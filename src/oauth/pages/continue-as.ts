/** Whoever has a session in this browser may go on with it, unless the client wants them to sign in anew. */
import { allowsPerson } from '../../core/oauth/allowed.ts';
import type { Person } from '../../core/oauth/person.ts';
import { personOf } from '../../core/oauth/sso-session.ts';
import { sessionCookie } from '../cookies.ts';
import type { Visit } from './visit.ts';

export const continuing = async ({ context, core, client, request }: Visit): Promise<Person | undefined> => {
  if (request.prompt.includes('login')) return undefined;
  const person = await personOf(core, context.env.site.pool, sessionCookie(context));
  if (!person || !allowsPerson(client, person)) return undefined;
  const age = core.clock.now() - person.authTime;
  return request.maxAge === undefined || age <= request.maxAge * 1_000 ? person : undefined;
};
