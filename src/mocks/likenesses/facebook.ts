/** Facebook's side: OAuth 2.0 with the code redeemed by GET, and the Graph API's `/me`, which tells what is asked for. */
import { MOCK_CLIENT_ID } from '../../core/federation/endpoints.ts';
import { constantTimeEqual } from '../../crypto/compare.ts';
import { MOCK_SECRET } from '../parts.ts';
import { nameParts } from '../people.ts';
import type { Likeness, Told } from './likeness.ts';
import { digits } from './subject.ts';

export const facebook: Likeness = {
  path: 'facebook',
  title: 'Facebook',
  subject: (seed) => digits('facebook', seed, 17),
  cancelled: { error: 'access_denied', error_reason: 'user_denied', error_description: 'Permissions error' },
  knowsClient: (_parts, { secret }) => constantTimeEqual(secret, MOCK_SECRET),
  tokens: async () => ({}),
  profile: {
    path: '/me',
    tell: (told, asked) => {
      const wanted = (asked.get('fields') ?? 'name').split(',');
      const known = Object.entries(fieldsOf(told)).filter(([name]) => wanted.includes(name));
      return { ...Object.fromEntries(known), id: told.subject };
    },
  },
  issuesIdTokens: false,
  inspection: {
    path: '/debug_token',
    parameter: 'input_token',
    tell: (subject, now) => ({
      data:
        subject === undefined
          ? { is_valid: false, scopes: [] }
          : { app_id: MOCK_CLIENT_ID, type: 'USER', is_valid: true, user_id: subject, expires_at: now + 3_600 },
    }),
  },
};

/** An e-mail address that is not confirmed Facebook keeps to itself. */
const fieldsOf = ({ person }: Told): Record<string, unknown> => {
  const { given, family } = nameParts(person);
  return {
    ...(person.name && { name: person.name, first_name: given, last_name: family }),
    ...(person.email && person.emailVerified && { email: person.email }),
    ...person.claims,
  };
};
