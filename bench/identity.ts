/** Identity pools: who is this, and credentials for them. */
import type { Core } from '../src/core/core.ts';
import { entityArn } from '../src/core/iam/records.ts';
import { createRole } from '../src/core/iam/roles.ts';
import { setIdentityPoolRoles } from '../src/core/identity-pools/roles.ts';
import { userPoolProvider } from '../src/core/identity-pools/user-pool-token.ts';
import { createIdentityPool } from '../src/core/identity-pools/write.ts';
import { send } from './load.ts';
import type { Scenario } from './scenarios.ts';

const OWNER = { account: '000000000000', region: 'us-east-1' };

export interface IdentitySeed {
  readonly identityPoolId: string;
  /** How logins name the user pool. */
  readonly provider: string;
}

export const seedIdentity = async (core: Core, userPoolId: string, clientId: string): Promise<IdentitySeed> => {
  const provider = userPoolProvider(userPoolId);
  const { id } = await createIdentityPool(core, OWNER, 'bench', {
    allowUnauthenticated: false,
    supportedLoginProviders: {},
    openIdConnectProviderArns: [],
    samlProviderArns: [],
    userPools: [{ providerName: provider, clientId, serverSideTokenCheck: false }],
    tags: {},
  });
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: 'cognito-identity.amazonaws.com' },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: { 'cognito-identity.amazonaws.com:aud': id },
          'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
        },
      },
    ],
  };
  const name = `bench-${core.random.string(8, 'abcdefgh')}`;
  const role = await createRole(core, OWNER.account, { name, trust: JSON.stringify(trust) });
  await setIdentityPoolRoles(core, OWNER, id, { authenticated: entityArn(role), mappings: {} });
  return { identityPoolId: id, provider };
};

/** `idTokens`: of people who have signed in. */
export const identityScenarios = async (
  endpoint: string,
  { identityPoolId, provider }: IdentitySeed,
  idTokens: readonly string[],
): Promise<Scenario[]> => {
  const loginsAt = (turn: number) => ({ [provider]: idTokens[turn % idTokens.length] as string });
  const call = (operation: string, input: object): Promise<void> =>
    send(endpoint, JSON.stringify(input), headersOf(operation));
  const identities = await Promise.all(idTokens.map((_, turn) => idOf(endpoint, identityPoolId, loginsAt(turn))));
  return [
    {
      name: 'GetId',
      powers: 0,
      signatures: 0,
      verifications: 1,
      one: (turn) => call('GetId', { IdentityPoolId: identityPoolId, Logins: loginsAt(turn) }),
    },
    {
      name: 'GetCredentialsForIdentity',
      powers: 0,
      signatures: 0,
      verifications: 1,
      one: (turn) =>
        call('GetCredentialsForIdentity', {
          IdentityId: identities[turn % identities.length],
          Logins: loginsAt(turn),
        }),
    },
  ];
};

const headersOf = (operation: string) => ({
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': `AWSCognitoIdentityService.${operation}`,
});

const idOf = async (endpoint: string, IdentityPoolId: string, Logins: object): Promise<string> => {
  const body = JSON.stringify({ IdentityPoolId, Logins });
  const answer = await fetch(endpoint, { method: 'POST', body, headers: headersOf('GetId') });
  const { IdentityId } = (await answer.json()) as { IdentityId?: string };
  if (IdentityId === undefined) throw new Error(`GetId answered ${answer.status}`);
  return IdentityId;
};
