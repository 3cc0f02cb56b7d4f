/** What is measured: one function a scenario, and what bare crypto it cannot do without. */
import { srpPoolName } from '../src/core/pools/pool.ts';
import { credentialScenarios } from './credentials.ts';
import { customAuthSignIn } from './custom-auth.ts';
import { identityScenarios } from './identity.ts';
import { call } from './load.ts';
import { oauthScenarios } from './oauth.ts';
import { GROUPS, PASSWORD, type Seeded } from './seed.ts';
import { answerChallenge, type Challenge, SRP_A } from './srp-client.ts';
import { totpSignIn } from './totp.ts';

export interface Scenario {
  readonly name: string;
  /** Modular powers and signatures that one operation needs. */
  readonly powers: number;
  readonly signatures: number;
  /** Signatures that it must check. */
  readonly verifications?: number;
  /** Share of bare crypto that the house plan aims at. */
  readonly aim?: number;
  /** Its latency is looked at without others at once, too. */
  readonly alone?: boolean;
  one(turn: number): Promise<void>;
}

interface SignedIn {
  readonly AuthenticationResult: {
    readonly AccessToken: string;
    readonly IdToken: string;
    readonly RefreshToken: string;
  };
}

export const scenarios = async (endpoint: string, seeded: Seeded): Promise<Scenario[]> => {
  const { clientId, usernames, pool } = seeded;
  const nameAt = (turn: number): string => usernames[turn % usernames.length] as string;

  const passwordSignIn = (turn: number): Promise<SignedIn> =>
    call(endpoint, 'InitiateAuth', {
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: nameAt(turn), PASSWORD },
    });

  const srpSignIn = async (turn: number): Promise<void> => {
    const { ChallengeParameters } = await call<{ ChallengeParameters: Challenge }>(endpoint, 'InitiateAuth', {
      ClientId: clientId,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME: nameAt(turn), SRP_A },
    });
    await call(endpoint, 'RespondToAuthChallenge', {
      ClientId: clientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses: answerChallenge(ChallengeParameters, srpPoolName(pool.id), PASSWORD),
    });
  };

  const tokens = await Promise.all(Array.from({ length: 16 }, (_, turn) => passwordSignIn(turn)));
  const tokensAt = (turn: number) => (tokens[turn % tokens.length] as SignedIn).AuthenticationResult;
  const run = crypto.randomUUID().slice(0, 8);
  let signUps = 0;

  return [
    {
      name: 'password sign-in',
      powers: 1,
      signatures: 2,
      aim: 0.8,
      one: async (turn) => void (await passwordSignIn(turn)),
    },
    { name: 'SRP sign-in', powers: 3, signatures: 2, aim: 0.8, one: srpSignIn },
    { name: 'TOTP sign-in', powers: 1, signatures: 2, one: totpSignIn(endpoint, seeded.totp) },
    {
      name: 'custom-auth sign-in, local trigger',
      powers: 0,
      signatures: 2,
      one: customAuthSignIn(endpoint, seeded.customAuth),
    },
    {
      name: 'refresh',
      powers: 0,
      signatures: 2,
      aim: 0.8,
      one: (turn) =>
        call(endpoint, 'InitiateAuth', {
          ClientId: clientId,
          AuthFlow: 'REFRESH_TOKEN_AUTH',
          AuthParameters: { REFRESH_TOKEN: tokensAt(turn).RefreshToken },
        }),
    },
    {
      name: 'GetUser',
      powers: 0,
      signatures: 0,
      one: (turn) => call(endpoint, 'GetUser', { AccessToken: tokensAt(turn).AccessToken }),
    },
    {
      name: 'sign-up',
      powers: 1,
      signatures: 0,
      one: () => {
        const name = `new-${run}-${signUps++}`;
        return call(endpoint, 'SignUp', {
          ClientId: clientId,
          Username: name,
          Password: PASSWORD,
          UserAttributes: [{ Name: 'email', Value: `${name}@example.com` }],
        });
      },
    },
    {
      name: 'ListUsers, prefix filter',
      powers: 0,
      signatures: 0,
      alone: true,
      one: (turn) =>
        call(endpoint, 'ListUsers', {
          UserPoolId: pool.id,
          Filter: `username ^= "${nameAt(turn).slice(0, 6)}"`,
          Limit: 10,
        }),
    },
    {
      name: 'ListUsersInGroup',
      powers: 0,
      signatures: 0,
      alone: true,
      one: (turn) =>
        call(endpoint, 'ListUsersInGroup', {
          UserPoolId: pool.id,
          GroupName: GROUPS[turn % GROUPS.length],
          Limit: 10,
        }),
    },
    ...oauthScenarios(endpoint, seeded.oauth),
    ...(await identityScenarios(
      endpoint,
      seeded.identity,
      tokens.map(({ AuthenticationResult }) => AuthenticationResult.IdToken),
    )),
    ...(await credentialScenarios(endpoint, pool.id)),
  ];
};
