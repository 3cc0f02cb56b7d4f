/** CustomEmailSender and CustomSMSSender. The functions open their codes with the real AWS Encryption SDK. */
import { buildDecrypt, getClient, KmsKeyringNode } from '@aws-crypto/client-node';
import {
  AdminCreateUserCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  type LambdaConfigType,
} from '@aws-sdk/client-cognito-identity-provider';
import { KMS } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createConfirmedUser } from '../support/builders.ts';
import type { Event } from './support/lambda.ts';
import { envelope, NO_CLIENT, type Stage, signUp, startStage, withTriggers } from './support/stage.ts';

const KEY = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const MAIL = 'anna@example.com';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

const sending = (by: { mail?: string; sms?: string }, more: LambdaConfigType = {}): LambdaConfigType => ({
  KMSKeyID: KEY,
  ...(by.mail && { CustomEmailSender: { LambdaArn: by.mail, LambdaVersion: 'V1_0' } }),
  ...(by.sms && { CustomSMSSender: { LambdaArn: by.sms, LambdaVersion: 'V1_0' } }),
  ...more,
});

const opened = async (code: string) => {
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  const options = { endpoint: stage.app.endpoint, credentials };
  const keyring = new KmsKeyringNode({ keyIds: [KEY], clientProvider: getClient(KMS, options as never) });
  const { plaintext, messageHeader } = await buildDecrypt().decrypt(keyring, Buffer.from(code, 'base64'));
  return { secret: plaintext.toString(), context: { ...messageHeader.encryptionContext } };
};

const called = async (arn: string, times = 1): Promise<Event[]> => {
  await expect.poll(() => stage.lambda.events(arn).length, { timeout: 8_000 }).toBe(times);
  return stage.lambda.events(arn);
};

const states = async (poolId: string) =>
  (await stage.app.core.store.messages.list({ poolId }, 10)).map(({ state }) => state);

describe('CustomEmailSender', () => {
  test('gets the code encrypted, and nobody else sends it', async () => {
    const arn = stage.lambda.deploy((event) => event);
    const wording = stage.lambda.deploy((event) => event);
    const place = await withTriggers(stage, sending({ mail: arn }, { CustomMessage: wording }));
    const ClientMetadata = { locale: 'de' };
    const { UserSub: sub } = await signUp(stage, place, 'anna', { email: MAIL }, { ClientMetadata });
    const [event] = await called(arn);
    expect(event).toEqual({
      ...envelope(place, place.clientId, 'anna', 'CustomEmailSender_SignUp'),
      request: {
        type: 'customEmailSenderRequestV1',
        code: expect.stringMatching(/^[\w+/]{200,}=*$/),
        clientMetadata: ClientMetadata,
        userAttributes: { sub, 'cognito:user_status': 'UNCONFIRMED', email: MAIL, email_verified: 'false' },
      },
      response: {},
    });
    const { secret, context } = await opened(event.request.code);
    expect(context).toMatchObject({ 'userpool-id': place.poolId });
    await stage.app.cognito.send(
      new ConfirmSignUpCommand({ ClientId: place.clientId, Username: 'anna', ConfirmationCode: secret }),
    );
    expect(stage.lambda.events(wording)).toEqual([]);
    await expect.poll(() => states(place.poolId)).toEqual(['kept']);
  });

  test('is called again after a failure, with the same code', async () => {
    let healthy = false;
    const arn = stage.lambda.deploy((event) => {
      if (!healthy) throw new Error('mail service is down');
      return event;
    });
    const place = await withTriggers(stage, sending({ mail: arn }));
    const attributes = { email: MAIL, email_verified: 'true' };
    const { username } = await createConfirmedUser(stage.app, place.poolId, { attributes });
    await stage.app.cognito.send(new ForgotPasswordCommand({ ClientId: place.clientId, Username: username }));
    await called(arn);
    await expect.poll(() => states(place.poolId)).toEqual(['pending']);
    healthy = true;
    stage.app.clock.advance(60_000);
    const [first, second] = await called(arn, 2);
    expect(first.triggerSource).toBe('CustomEmailSender_ForgotPassword');
    expect((await opened(second.request.code)).secret).toBe((await opened(first.request.code)).secret);
    await expect.poll(() => states(place.poolId)).toEqual(['kept']);
  });

  test('leaves SMS to the server', async () => {
    const arn = stage.lambda.deploy((event) => event);
    const place = await withTriggers(stage, sending({ mail: arn }));
    await stage.app.cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: place.poolId,
        Username: 'guest',
        UserAttributes: [
          { Name: 'email', Value: MAIL },
          { Name: 'phone_number', Value: '+15555550100' },
        ],
        DesiredDeliveryMediums: ['EMAIL', 'SMS'],
        TemporaryPassword: 'Temporary-horse-1',
      }),
    );
    const [event] = await called(arn);
    expect(event).toMatchObject({
      ...envelope(place, NO_CLIENT, 'guest', 'CustomEmailSender_AdminCreateUser'),
      request: { clientMetadata: null, userAttributes: { email: MAIL, phone_number: '+15555550100' } },
    });
    expect((await opened(event.request.code)).secret).toBe('Temporary-horse-1');
    const [sms] = await stage.app.mailbox({ userPoolId: place.poolId, to: '+15555550100' });
    expect(sms?.body).toContain('Temporary-horse-1');
  });
});

describe('CustomSMSSender', () => {
  test('gets what would have gone out by SMS', async () => {
    const arn = stage.lambda.deploy((event) => event);
    const place = await withTriggers(stage, sending({ sms: arn }));
    await stage.app.cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: place.poolId,
        Username: 'guest',
        UserAttributes: [{ Name: 'phone_number', Value: '+15555550100' }],
        TemporaryPassword: 'Temporary-horse-1',
      }),
    );
    const [event] = await called(arn);
    expect(event).toMatchObject({
      ...envelope(place, NO_CLIENT, 'guest', 'CustomSMSSender_AdminCreateUser'),
      request: { type: 'customSMSSenderRequestV1', userAttributes: { phone_number: '+15555550100' } },
    });
    expect((await opened(event.request.code)).secret).toBe('Temporary-horse-1');
  });
});

describe('a server that delivers', () => {
  test('hands over to the pool’s sender without a transport of its own, and forgets what was sent', async () => {
    const serving = await startStage({ mode: 'dev', flags: { mailbox: 'false' } });
    try {
      const arn = serving.lambda.deploy((event) => event);
      const place = await withTriggers(serving, sending({ mail: arn }));
      await signUp(serving, place, 'anna', { email: MAIL });
      await expect.poll(() => serving.lambda.events(arn).length).toBe(1);
      await expect.poll(() => serving.app.core.store.messages.list({ poolId: place.poolId }, 10)).toEqual([]);
    } finally {
      await serving.stop();
    }
  });
});
