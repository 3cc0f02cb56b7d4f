/**
 * Sign in with Apple's side: clients sign their secret, and answers come in a form's body with the person's name beside
 * them, the first time only (here: since the server was started). Source: Apple, "Sign in with Apple REST API".
 */
import { errors, jwtVerify } from 'jose';
import { MOCK_CLIENT_ID } from '../../core/federation/endpoints.ts';
import type { Grant } from '../grants.ts';
import { APPLE_KEY_ID, APPLE_TEAM, type MockParts } from '../parts.ts';
import { nameParts } from '../people.ts';
import { idToken, issuerOf } from './id-token.ts';
import type { ClientProof, Likeness } from './likeness.ts';
import { hex } from './subject.ts';

/** Signed for this provider, or for the real one whose name a pool keeps. */
const audiencesOf = (parts: MockParts): string[] => [issuerOf(parts, 'apple'), 'https://appleid.apple.com'];

const knowsClient = async (parts: MockParts, { secret }: ClientProof): Promise<boolean> => {
  const { applePublicKey } = await parts.keys();
  try {
    const { protectedHeader } = await jwtVerify(secret, applePublicKey, {
      algorithms: ['ES256'],
      issuer: APPLE_TEAM,
      subject: MOCK_CLIENT_ID,
      audience: audiencesOf(parts),
      requiredClaims: ['iat', 'exp'],
      currentDate: new Date(parts.core.clock.now()),
    });
    return protectedHeader.kid === APPLE_KEY_ID;
  } catch (error) {
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
};

const nameAnswer = (parts: MockParts, { person, scope }: Grant): Record<string, string> => {
  if (!person.name || !scope.split(' ').includes('name') || !parts.isNew('apple', person.subject ?? '')) return {};
  const { given, family } = nameParts(person);
  return { user: JSON.stringify({ name: { firstName: given, lastName: family }, email: person.email }) };
};

/** Apple writes truth as a text. */
const emailClaims = ({ person: { email, emailVerified } }: Grant): object =>
  email === undefined ? {} : { email, email_verified: String(emailVerified) };

export const apple: Likeness = {
  path: 'apple',
  title: 'Apple',
  subject: (seed) => `000123.${hex('apple', seed, 32)}.0415`,
  cancelled: { error: 'user_cancelled_authorize' },
  formAnswer: nameAnswer,
  knowsClient,
  tokens: async (parts, grant) => ({
    id_token: await idToken(parts, grant, {
      sub: grant.person.subject,
      ...emailClaims(grant),
      nonce_supported: true,
      ...grant.person.claims,
    }),
  }),
  issuesIdTokens: true,
};
