/** Triggers that federation calls; asked here as it will ask them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inboundFederation } from '../../src/core/triggers/inbound-federation.ts';
import { preSignUp } from '../../src/core/triggers/pre-sign-up.ts';
import type { Handler } from './support/lambda.ts';
import { envelope, type Place, type Stage, startStage, withTriggers } from './support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

const callerOf = async ({ poolId, clientId }: Place) => ({
  pool: await stage.app.core.directory.pool(poolId),
  client: await stage.app.core.directory.client(clientId),
});

describe('InboundFederation', () => {
  const identity = {
    username: 'Acme_42',
    providerName: 'Acme',
    providerType: 'OIDC',
    attributes: { idToken: { sub: '42', groups: 'a,b' }, userInfo: { email: 'a@example.com' } },
  };

  const asked = async (handler: Handler) => {
    const arn = stage.lambda.deploy(handler);
    const place = await withTriggers(stage, { InboundFederation: { LambdaArn: arn, LambdaVersion: 'V1_0' } });
    return { arn, place, map: inboundFederation(stage.app.core, await callerOf(place), identity) };
  };

  test('hears what the provider said and answers what to map', async () => {
    const { arn, place, map } = await asked((event) => {
      const userAttributesToMap = { email: event.request.attributes.userInfo.email, 'custom:team': 'a' };
      return { ...event, response: { userAttributesToMap } };
    });
    expect(await map).toEqual({ email: 'a@example.com', 'custom:team': 'a' });
    expect(stage.lambda.events(arn)).toEqual([
      {
        ...envelope(place, place.clientId, 'Acme_42', 'InboundFederation_ExternalProvider'),
        request: { providerName: 'Acme', providerType: 'OIDC', attributes: identity.attributes },
        response: { userAttributesToMap: {} },
      },
    ]);
  });

  test('leaves the provider’s attributes where it answers none', async () => {
    const { map } = await asked((event) => event);
    expect(await map).toBeUndefined();
  });

  test('refuses what is no map of text', async () => {
    const { map } = await asked((event) => ({ ...event, response: { userAttributesToMap: { a: { b: 'c' } } } }));
    await expect(map).rejects.toMatchObject({
      code: 'InvalidLambdaResponseException',
      message: 'Unrecognizable lambda output',
    });
  });

  test('refuses the person when it fails', async () => {
    const { map } = await asked(() => {
      throw new Error('unknown partner');
    });
    await expect(map).rejects.toMatchObject({
      code: 'UserLambdaValidationException',
      message: 'InboundFederation failed with error unknown partner.',
    });
  });

  test('costs nothing in a pool without it', async () => {
    const place = await withTriggers(stage, {});
    expect(await inboundFederation(stage.app.core, await callerOf(place), identity)).toBeUndefined();
  });
});

describe('PreSignUp_ExternalProvider', () => {
  test('hears of the person, and may verify what the provider gives later', async () => {
    const answer = { autoConfirmUser: true, autoVerifyEmail: true, autoVerifyPhone: false };
    const arn = stage.lambda.deploy((event) => ({ ...event, response: answer }));
    const place = await withTriggers(stage, { PreSignUp: arn });
    const user = { username: 'Acme_42', attributes: { name: 'A' } };
    const given = await preSignUp(stage.app.core, await callerOf(place), 'PreSignUp_ExternalProvider', user);
    expect(given).toEqual(answer);
    expect(stage.lambda.events(arn)).toEqual([
      {
        ...envelope(place, place.clientId, 'Acme_42', 'PreSignUp_ExternalProvider'),
        request: { userAttributes: { name: 'A' }, validationData: null },
        response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
      },
    ]);
  });
});
