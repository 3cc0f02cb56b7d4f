/** CUSTOM_AUTH with a local function: two requests, four calls of the function. */
import { createClient } from '../src/core/clients/create.ts';
import type { Core } from '../src/core/core.ts';
import { createPool } from '../src/core/pools/create.ts';
import { aliasWrites } from '../src/core/users/aliases.ts';
import { call } from './load.ts';
import { userWithPassword } from './seed.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:custom-auth';
const USERS = 200;

export interface CustomAuthUsers {
  readonly clientId: string;
  readonly usernames: readonly string[];
}

export const seedCustomAuthUsers = async (core: Core): Promise<CustomAuthUsers> => {
  const pool = await createPool(
    core,
    { account: '000000000000', region: 'us-east-1' },
    {
      name: 'bench-custom-auth',
      settings: {
        lambdaConfig: {
          DefineAuthChallenge: FUNCTION,
          CreateAuthChallenge: FUNCTION,
          VerifyAuthChallengeResponse: FUNCTION,
        },
      },
    },
  );
  const client = await createClient(core, pool, {
    name: 'bench',
    settings: { explicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
  });
  const usernames = Array.from({ length: USERS }, (_, index) => `custom-${index}`);
  const rows = await Promise.all(usernames.map((name) => userWithPassword(core, pool, name)));
  await core.store.commit(
    rows.flatMap((user) => [core.store.users.insert(user), ...aliasWrites(core, pool, undefined, user)]),
  );
  return { clientId: client.id, usernames };
};

export const customAuthSignIn = (endpoint: string, { clientId, usernames }: CustomAuthUsers) => {
  return async (turn: number): Promise<void> => {
    const USERNAME = usernames[turn % usernames.length] as string;
    const { Session } = await call<{ Session: string }>(endpoint, 'InitiateAuth', {
      ClientId: clientId,
      AuthFlow: 'CUSTOM_AUTH',
      AuthParameters: { USERNAME },
    });
    const { AuthenticationResult } = await call<{ AuthenticationResult?: object }>(endpoint, 'RespondToAuthChallenge', {
      ClientId: clientId,
      ChallengeName: 'CUSTOM_CHALLENGE',
      ChallengeResponses: { USERNAME, ANSWER: '42' },
      Session,
    });
    if (AuthenticationResult === undefined) throw new Error('the custom sign-in gave no tokens');
  };
};
