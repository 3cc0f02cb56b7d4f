/**
 * The sign-in machine as the hosted pages drive it: it ends with a person, to whom the pages give a session and the
 * client a code. The pages belong to the service, so they know the client's secret, and neither it nor the client's
 * ExplicitAuthFlows are asked of them.
 */
import { secretHash } from '../../crypto/secret-hash.ts';
import type { Client } from '../clients/client.ts';
import { openClientSecrets } from '../clients/secrets.ts';
import type { Core } from '../core.ts';
import type { Person } from '../oauth/person.ts';
import { signInInstant } from '../tokens/origin.ts';
import { answerWith, beginWith, type Finish } from './engine.ts';
import type { AuthCore, ChallengeAnswer, Door, Given } from './sign-in.ts';
import type { ChallengeName, SignInFlow } from './state.ts';

export type HostedAnswer = ChallengeAnswer | { readonly kind: 'person'; readonly person: Person };

/** Of the flows, those whose questions a page can put. `session`: of a sign-up that was confirmed just now. */
export type HostedFlow = Extract<SignInFlow, 'USER_AUTH' | 'USER_PASSWORD_AUTH'>;

/** `given` as AuthParameters, without SECRET_HASH. Throws what Cognito answers to a sign-in that fails. */
export const beginHosted = (
  core: AuthCore,
  door: Door,
  flow: HostedFlow,
  given: Given & { readonly USERNAME: string },
  session?: string,
): Promise<HostedAnswer> => beginWith(core, asPerson, door, flow, withSecretHash(core, door.client, given), session);

export interface HostedReply {
  readonly name: ChallengeName;
  readonly session: string;
  /** ChallengeResponses, without SECRET_HASH. */
  readonly given: Given & { readonly USERNAME: string };
}

/** Throws what Cognito answers to a wrong, late or repeated answer. */
export const answerHosted = (
  core: AuthCore,
  door: Door,
  { name, session, given }: HostedReply,
): Promise<HostedAnswer> =>
  answerWith(core, asPerson, door, { name, session, given: withSecretHash(core, door.client, given) });

const asPerson: Finish<HostedAnswer> = async (core, { subject: { user }, startedAt }) => {
  const now = core.clock.now();
  return { kind: 'person', person: { user, authTime: now, instant: signInInstant(user, startedAt ?? now) } };
};

const withSecretHash = (
  core: Pick<Core, 'sealer'>,
  client: Client,
  given: Given & { readonly USERNAME: string },
): Given => {
  const [secret] = openClientSecrets(core, client);
  return secret === undefined ? given : { ...given, SECRET_HASH: secretHash(given.USERNAME, client.id, secret) };
};
