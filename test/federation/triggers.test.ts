/** Which functions hear of a federated sign-in, in which order, and what they make of it. */
import {
  AdminDeleteUserAttributesCommand,
  AdminLinkProviderForUserCommand,
  type LambdaConfigType,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createConfirmedUser } from '../support/builders.ts';
import type { Event, Handler } from '../triggers/support/lambda.ts';
import { type Stage, startStage } from '../triggers/support/stage.ts';
import { Browser } from './support/browser.ts';
import { outboundFlags } from './support/https-server.ts';
import { type OidcUpstream, openOidcUpstream } from './support/oidc-upstream.ts';
import { createFederatedPool, type FederatedPool, oidcDetails } from './support/pool.ts';
import { redeem } from './support/token.ts';

let stage: Stage;
let upstream: OidcUpstream;
beforeAll(async () => {
  upstream = await openOidcUpstream();
  stage = await startStage({ flags: outboundFlags(upstream) });
});
beforeEach(() => {
  upstream.person = { sub: 'Ann-1', claims: { email: 'ann@example.com', email_verified: true, name: 'Ann' } };
});
afterAll(async () => {
  await stage.stop();
  await upstream.close();
});

const SOURCES = [
  'PreSignUp',
  'PostConfirmation',
  'PreAuthentication',
  'PostAuthentication',
  'PreTokenGeneration',
] as const;

/** A pool whose functions write down what they hear; some answer as the test says. */
const open = async (handlers: Readonly<Record<string, Handler>> = {}) => {
  const heard: Event[] = [];
  const deploy = (name: string) =>
    stage.lambda.deploy((event) => {
      heard.push(structuredClone(event));
      return (handlers[name] ?? ((same: Event) => same))(event);
    });
  const LambdaConfig: LambdaConfigType = {
    ...Object.fromEntries(SOURCES.map((name) => [name, deploy(name)])),
    InboundFederation: { LambdaArn: deploy('InboundFederation'), LambdaVersion: 'V1_0' },
  };
  const pool = await createFederatedPool(stage.app, { pool: { LambdaConfig } });
  await pool.provider({
    ProviderDetails: oidcDetails(upstream.url),
    AttributeMapping: { email: 'email', name: 'name' },
  });
  return { pool, heard, sources: () => heard.map(({ triggerSource }) => triggerSource as string) };
};
const signIn = (pool: FederatedPool) => pool.signIn(new Browser({ ca: upstream.ca }), 'Upstream');
const said = async (pool: FederatedPool) => {
  const { seen: _, ...rest } = await signIn(pool);
  return rest;
};

describe('functions', () => {
  it('hear of a first sign-in as a sign-up, and of each later one as a sign-in', async () => {
    const { pool, heard, sources } = await open();
    await redeem(pool, await signIn(pool));
    expect(sources()).toEqual([
      'InboundFederation_ExternalProvider',
      'PreSignUp_ExternalProvider',
      'PostConfirmation_ConfirmSignUp',
      'TokenGeneration_HostedAuth',
    ]);
    heard.length = 0;
    await redeem(pool, await signIn(pool));
    expect(sources()).toEqual([
      'InboundFederation_ExternalProvider',
      'PreAuthentication_Authentication',
      'PostAuthentication_Authentication',
      'TokenGeneration_HostedAuth',
    ]);
  });

  it('are told what the provider says, and who it is about to be', async () => {
    const { pool, heard } = await open();
    await signIn(pool);
    expect(heard[0]).toMatchObject({
      userName: 'Upstream_Ann-1',
      callerContext: { clientId: pool.clientId },
      request: {
        providerName: 'Upstream',
        providerType: 'OIDC',
        attributes: {
          tokenResponse: { token_type: 'bearer', access_token: expect.any(String) },
          idToken: { sub: 'Ann-1', iss: upstream.url },
          userInfo: { sub: 'Ann-1', email: 'ann@example.com', email_verified: 'true' },
        },
      },
    });
    expect(heard[1]).toMatchObject({
      userName: 'Upstream_Ann-1',
      request: {
        userAttributes: {
          email: 'ann@example.com',
          name: 'Ann',
          'cognito:email_alias': '',
          'cognito:phone_number_alias': '',
        },
      },
    });
    expect(heard[2]).toMatchObject({
      request: { userAttributes: { 'cognito:user_status': 'EXTERNAL_PROVIDER', email: 'ann@example.com' } },
    });
  });

  it('reshape what is mapped', async () => {
    const { pool } = await open({
      InboundFederation: (event) => ({
        ...event,
        response: { userAttributesToMap: { email: 'ann@work.example', name: 'Dr Ann' } },
      }),
    });
    await signIn(pool);
    expect(await pool.user('Upstream_Ann-1')).toMatchObject({ email: 'ann@work.example', name: 'Dr Ann' });
  });

  it('may refuse a new user: the client hears why', async () => {
    const { pool } = await open({
      PreSignUp: () => {
        throw new Error('not from here');
      },
    });
    expect(await said(pool)).toEqual({
      error: 'invalid_request',
      description: 'PreSignUp failed with error not from here.',
      state: 'xyz',
    });
    await expect(pool.user('Upstream_Ann-1')).rejects.toThrow('User does not exist.');
  });

  it('may refuse a sign-in', async () => {
    const { pool } = await open({
      PreAuthentication: () => {
        throw new Error('office hours only');
      },
    });
    await signIn(pool);
    expect(await said(pool)).toMatchObject({ description: 'PreAuthentication failed with error office hours only.' });
  });

  it('may delete an attribute before the sign-in, which then comes anew', async () => {
    const { pool } = await open({
      PreAuthentication: async (event) => {
        const { userPoolId: UserPoolId, userName: Username } = event;
        const UserAttributeNames = ['name', 'email'];
        await stage.app.cognito.send(
          new AdminDeleteUserAttributesCommand({ UserPoolId, Username, UserAttributeNames }),
        );
        return event;
      },
    });
    await signIn(pool);
    upstream.person = { sub: 'Ann-1', claims: { name: 'Ann' } };
    expect(await said(pool)).toMatchObject({ code: expect.any(String) });
    const user = await pool.user('Upstream_Ann-1');
    expect(user).toMatchObject({ name: 'Ann' });
    expect(user).not.toHaveProperty('email');
  });

  it('declare a new user’s address verified', async () => {
    const { pool } = await open({
      PreSignUp: (event) => ({ ...event, response: { ...event.response, autoVerifyEmail: true } }),
    });
    await signIn(pool);
    expect(await pool.user('Upstream_Ann-1')).toMatchObject({ email_verified: 'true' });
  });

  it('link a new identity on its way in: the next sign-in is the linked user’s', async () => {
    const place: { poolId?: string } = {};
    const { pool } = await open({
      PreSignUp: async (event) => {
        if (event.triggerSource !== 'PreSignUp_ExternalProvider') return event;
        await stage.app.cognito.send(
          new AdminLinkProviderForUserCommand({
            UserPoolId: place.poolId,
            DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: 'ann' },
            SourceUser: {
              ProviderName: 'Upstream',
              ProviderAttributeName: 'Cognito_Subject',
              ProviderAttributeValue: event.userName.replace('Upstream_', ''),
            },
          }),
        );
        return event;
      },
    });
    place.poolId = pool.poolId;
    const own = await createConfirmedUser(stage.app, pool.poolId, { username: 'ann' });
    expect(await said(pool)).toEqual({
      error: 'invalid_request',
      description: 'Already found an entry for username Upstream_Ann-1',
      state: 'xyz',
    });
    expect((await redeem(pool, await signIn(pool))).id['sub']).toBe(own.sub);
  });
});
