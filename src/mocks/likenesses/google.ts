/** Google's side: OpenID Connect, and the People API for what ID tokens do not say. */
import { constantTimeEqual } from '../../crypto/compare.ts';
import { MOCK_SECRET } from '../parts.ts';
import { type MockPerson, nameParts } from '../people.ts';
import { idToken } from './id-token.ts';
import type { Likeness, Told } from './likeness.ts';
import { digits } from './subject.ts';

export const google: Likeness = {
  path: 'google',
  title: 'Google',
  subject: (seed) => digits('google', seed, 21),
  cancelled: { error: 'access_denied' },
  knowsClient: (_parts, { secret }) => constantTimeEqual(secret, MOCK_SECRET),
  tokens: async (parts, grant) => ({
    scope: grant.scope,
    ...(grant.scope.split(' ').includes('openid') && {
      id_token: await idToken(parts, grant, {
        sub: grant.person.subject,
        ...claimsOf(grant.person),
        ...grant.person.claims,
      }),
    }),
  }),
  profile: {
    path: '/people/me',
    tell: (told, asked) => {
      const all = fieldsOf(told);
      const wanted = (asked.get('personFields') ?? '').split(',');
      const told_ = Object.entries(all).filter(([name]) => wanted.includes(name));
      return { resourceName: `people/${told.subject}`, ...Object.fromEntries(told_) };
    },
  },
  issuesIdTokens: true,
};

const claimsOf = (person: MockPerson) => {
  const { given, family } = nameParts(person);
  return {
    ...(person.email !== undefined && { email: person.email, email_verified: person.emailVerified }),
    ...(person.name !== undefined && { name: person.name, given_name: given, family_name: family }),
  };
};

/** Claims whose value is a list are person fields as Google has them. */
const fieldsOf = ({ person, subject }: Told): Record<string, unknown> => {
  const { given, family } = nameParts(person);
  const metadata = { primary: true, source: { type: 'PROFILE', id: subject } };
  const lists = Object.entries(person.claims).filter(([, value]) => Array.isArray(value));
  return {
    ...(person.name && { names: [{ metadata, displayName: person.name, givenName: given, familyName: family }] }),
    ...(person.email && {
      emailAddresses: [{ metadata: { ...metadata, verified: person.emailVerified }, value: person.email }],
    }),
    ...Object.fromEntries(lists),
  };
};
