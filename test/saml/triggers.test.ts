/** What functions hear of a SAML sign-in, and what they make of it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Browser } from '../federation/support/browser.ts';
import { outboundFlags } from '../federation/support/https-server.ts';
import type { Event } from '../triggers/support/lambda.ts';
import { type Stage, startStage } from '../triggers/support/stage.ts';
import { openSamlUpstream, type SamlUpstream } from './support/upstream.ts';
import { createSamlPool, signIn } from './support/world.ts';

let stage: Stage;
let upstream: SamlUpstream;
beforeAll(async () => {
  upstream = await openSamlUpstream();
  stage = await startStage({ flags: outboundFlags(upstream) });
});
afterAll(async () => {
  await stage.stop();
  await upstream.close();
});

const browser = () => new Browser({ ca: upstream.ca });

it('InboundFederation hears the attributes of the assertion, and may reshape them', async () => {
  const heard: Event[] = [];
  const LambdaArn = stage.lambda.deploy((event) => {
    heard.push(structuredClone(event));
    return { ...event, response: { userAttributesToMap: { mail: 'reshaped@example.com' } } };
  });
  const pool = await createSamlPool(stage.app, upstream, {
    pool: { LambdaConfig: { InboundFederation: { LambdaArn, LambdaVersion: 'V1_0' } } },
  });
  upstream.person = { nameId: 'Ann-1', attributes: { mail: 'ann@example.com', groups: ['a', 'b'] } };
  await signIn(browser(), pool);
  expect(heard).toMatchObject([
    {
      triggerSource: 'InboundFederation_ExternalProvider',
      userName: 'Upstream_Ann-1',
      request: {
        providerName: 'Upstream',
        providerType: 'SAML',
        attributes: { samlResponse: { mail: 'ann@example.com', groups: '[a, b]' } },
      },
    },
  ]);
  expect(await pool.user('Upstream_Ann-1')).toMatchObject({ email: 'reshaped@example.com' });
});

it('a function that refuses ends the sign-in in its own words', async () => {
  const PreSignUp = stage.lambda.deploy(() => {
    throw new Error('not from there');
  });
  const pool = await createSamlPool(stage.app, upstream, { pool: { LambdaConfig: { PreSignUp } } });
  const outcome = await signIn(browser(), pool);
  expect(outcome).toMatchObject({ error: 'invalid_request', state: 'xyz' });
  expect(outcome.description).toContain('PreSignUp failed with error not from there');
  await expect(pool.user('Upstream_Ann-1')).rejects.toThrow('User does not exist.');
});
