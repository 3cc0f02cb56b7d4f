/** Login with Amazon's side: OAuth 2.0, and a profile. */
import { MOCK_CLIENT_ID } from '../../core/federation/endpoints.ts';
import { constantTimeEqual } from '../../crypto/compare.ts';
import { MOCK_SECRET } from '../parts.ts';
import type { Likeness } from './likeness.ts';
import { hex } from './subject.ts';

export const amazon: Likeness = {
  path: 'amazon',
  title: 'Amazon',
  subject: (seed) => `amzn1.account.${hex('amazon', seed, 28).toUpperCase()}`,
  cancelled: { error: 'access_denied', error_description: 'User is not authorized' },
  knowsClient: (_parts, { secret }) => constantTimeEqual(secret, MOCK_SECRET),
  tokens: async () => ({}),
  profile: {
    path: '/profile',
    tell: ({ person, subject }) => ({ ...person.claims, user_id: subject, name: person.name, email: person.email }),
  },
  issuesIdTokens: false,
  inspection: {
    path: '/auth/o2/tokeninfo',
    parameter: 'access_token',
    tell: (subject) =>
      subject === undefined
        ? { error: 'invalid_token' }
        : { aud: MOCK_CLIENT_ID, user_id: subject, iss: 'https://www.amazon.com', exp: 3_600 },
  },
};
