/** PreventUserExistenceErrors ENABLED: nothing tells a name that nobody has from one that somebody has. */
import {
  AdminDisableUserCommand,
  type CodeDeliveryDetailsType,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  ResendConfirmationCodeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { codeSentTo, confirm, createPlace, joined, type Place, refuses, SMS, signUp, wrongCode } from './support.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.stop());

const MISMATCH = 'Invalid verification code provided, please try again.';
const EXPIRED = 'Invalid code provided, please request a code again.';
const LIMIT = 'Attempt limit exceeded, please try after some time.';

const hiding = (pool: Parameters<typeof createPlace>[1] = {}) =>
  createPlace(app, pool, { PreventUserExistenceErrors: 'ENABLED' });
const forgot = async ({ clientId }: Place, Username: string) =>
  (await app.cognito.send(new ForgotPasswordCommand({ ClientId: clientId, Username }))).CodeDeliveryDetails;
const resend = async ({ clientId }: Place, Username: string) =>
  (await app.cognito.send(new ResendConfirmationCodeCommand({ ClientId: clientId, Username }))).CodeDeliveryDetails;
const reset = ({ clientId }: Place, Username: string, ConfirmationCode: string) =>
  app.cognito.send(
    new ConfirmForgotPasswordCommand({ ClientId: clientId, Username, ConfirmationCode, Password: 'Battery-staple-2' }),
  );

/** The answer with the letters that masking leaves made alike: what answers for different people have in common. */
const shape = (delivery: CodeDeliveryDetailsType | undefined) => ({
  ...delivery,
  Destination: delivery?.Destination?.replace(/^[a-z]\*\*\*@[a-z]\*\*\*$/, '?***@?***'),
});

describe('ForgotPassword of a hidden user', () => {
  it('answers alike for unknown, disabled, unconfirmed and known users', async () => {
    const place = await hiding();
    await joined(place, 'known', 'known@example.com');
    await joined(place, 'off', 'off@example.com');
    await app.cognito.send(new AdminDisableUserCommand({ UserPoolId: place.poolId, Username: 'off' }));
    await signUp(place, 'new', { email: 'new@example.com' });
    const known = await forgot(place, 'known');
    expect(known?.Destination).toBe('k***@e***');
    for (const name of ['nobody', 'off', 'new']) {
      const answer = await forgot(place, name);
      expect(shape(answer)).toEqual(shape(known));
      expect(await forgot(place, name)).toEqual(answer);
    }
    const sent = await app.mailbox({ userPoolId: place.poolId });
    expect(sent.filter(({ kind }) => kind === 'forgot-password').map(({ username }) => username)).toEqual(['known']);
  });

  it('masks the address that was typed in', async () => {
    const place = await hiding({ UsernameAttributes: ['email'] });
    expect(await forgot(place, 'zoe@shop.test')).toEqual({
      AttributeName: 'email',
      DeliveryMedium: 'EMAIL',
      Destination: 'z***@s***',
    });
  });

  it('pretends an SMS where the pool verifies phone numbers', async () => {
    const place = await hiding({ AutoVerifiedAttributes: ['phone_number'], ...SMS });
    const answer = await forgot(place, 'nobody');
    expect(answer).toMatchObject({ AttributeName: 'phone_number', DeliveryMedium: 'SMS' });
    expect(answer?.Destination).toMatch(/^\+\*{7}[0-9]{4}$/);
  });

  it('limits sends for unknown names as for known ones', async () => {
    const place = await hiding();
    await joined(place, 'known', 'known@example.com');
    for (const name of ['known', 'nobody']) {
      for (let sends = 0; sends < 5; sends += 1) await forgot(place, name);
      await refuses(forgot(place, name), 'LimitExceededException', LIMIT);
    }
  });
});

describe('ConfirmForgotPassword of a hidden user', () => {
  it('goes through the same errors, requested or not', async () => {
    const place = await hiding();
    await joined(place, 'known', 'known@example.com');
    await signUp(place, 'unreachable');
    for (const name of ['known', 'nobody', 'unreachable']) {
      await refuses(reset(place, name, '123456'), 'ExpiredCodeException', EXPIRED);
      await forgot(place, name);
      const code = name === 'known' ? wrongCode(await codeSentTo(place, 'known@example.com')) : '123456';
      for (let tries = 0; tries < 5; tries += 1) {
        await refuses(reset(place, name, code), 'CodeMismatchException', MISMATCH);
      }
      await refuses(reset(place, name, code), 'LimitExceededException', LIMIT);
    }
  });
});

describe('sign-up of a hidden user', () => {
  it('resends to nobody with the same answer', async () => {
    const place = await hiding();
    await signUp(place, 'new', { email: 'new@example.com' });
    await signUp(place, 'off', { email: 'off@example.com' });
    await app.cognito.send(new AdminDisableUserCommand({ UserPoolId: place.poolId, Username: 'off' }));
    await joined(place, 'done', 'done@example.com');
    const before = (await app.mailbox({ userPoolId: place.poolId })).length;
    const real = await resend(place, 'new');
    await signUp(place, 'silent');
    for (const name of ['nobody', 'off', 'done', 'silent']) {
      const answer = await resend(place, name);
      expect(shape(answer)).toEqual(shape(real));
      expect(await resend(place, name)).toEqual(answer);
    }
    expect(await app.mailbox({ userPoolId: place.poolId })).toHaveLength(before + 1);
  });

  it('refuses codes of unknown names without saying that they are unknown', async () => {
    const place = await hiding();
    await refuses(confirm(place, 'nobody', '123456'), 'ExpiredCodeException', EXPIRED);
    await resend(place, 'nobody');
    for (let tries = 0; tries < 5; tries += 1) {
      await refuses(confirm(place, 'nobody', '123456'), 'CodeMismatchException', MISMATCH);
    }
    await refuses(confirm(place, 'nobody', '123456'), 'LimitExceededException', LIMIT);
  });
});
