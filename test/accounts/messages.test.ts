import { ForgotPasswordCommand, ResendConfirmationCodeCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { maskDestination } from '../../src/core/messages/delivery.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { createPlace, joined, lastMessage, SMS, signUp } from './support.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.stop());

describe('messages', () => {
  it('say what Cognito says by default', async () => {
    const place = await createPlace(app, { AutoVerifiedAttributes: ['email', 'phone_number'], ...SMS });
    await signUp(place, 'mail', { email: 'mail@example.com' });
    const mail = await lastMessage(place, 'mail@example.com');
    expect(mail).toMatchObject({
      subject: 'Your verification code',
      body: `Your confirmation code is ${mail.code}`,
    });
    await signUp(place, 'phone', { phone_number: '+15550004444' });
    const sms = await lastMessage(place, '+15550004444');
    expect(sms.body).toBe(`Your confirmation code is ${sms.code}`);
    expect(sms.subject).toBeUndefined();
  });

  it("follow the pool's templates, for recovery too", async () => {
    const place = await createPlace(app, {
      VerificationMessageTemplate: {
        DefaultEmailOption: 'CONFIRM_WITH_CODE',
        EmailSubject: 'Welcome to the shop',
        EmailMessage: '<b>{username}</b>: {####}, I repeat {####}',
      },
    });
    await joined(place, 'bob', 'bob@example.com');
    const first = await lastMessage(place, 'bob@example.com');
    expect(first).toMatchObject({
      subject: 'Welcome to the shop',
      body: `<b>bob</b>: ${first.code}, I repeat ${first.code}`,
    });
    await app.cognito.send(new ForgotPasswordCommand({ ClientId: place.clientId, Username: 'bob' }));
    expect((await lastMessage(place, 'bob@example.com')).subject).toBe('Welcome to the shop');
  });

  it('follow the older single settings', async () => {
    const place = await createPlace(app, {
      AutoVerifiedAttributes: ['email', 'phone_number'],
      ...SMS,
      EmailVerificationSubject: 'Older subject',
      EmailVerificationMessage: 'Older {####}',
      SmsVerificationMessage: 'Older SMS {####}',
    });
    await signUp(place, 'a', { email: 'a@example.com' });
    const mail = await lastMessage(place, 'a@example.com');
    expect(mail).toMatchObject({ subject: 'Older subject', body: `Older ${mail.code}` });
    await signUp(place, 'b', { phone_number: '+15550005555' });
    const sms = await lastMessage(place, '+15550005555');
    expect(sms.body).toBe(`Older SMS ${sms.code}`);
  });

  it('let no username write HTML into an e-mail', async () => {
    const place = await createPlace(app, {
      VerificationMessageTemplate: {
        DefaultEmailOption: 'CONFIRM_WITH_CODE',
        EmailMessage: 'Dear {username}: {####}',
      },
    });
    await signUp(place, '<img/src=x>&{####}', { email: 'x@example.com' });
    const { body, code } = await lastMessage(place, 'x@example.com');
    expect(body).toBe(`Dear &lt;img/src=x&gt;&amp;{####}: ${code}`);
  });

  it('stay out of the database in clear', async () => {
    const place = await createPlace(app);
    await signUp(place, 'seal', { email: 'seal@example.com' });
    const { code } = await lastMessage(place, 'seal@example.com');
    const [row] = await app.core.store.messages.list({ poolId: place.poolId }, 1);
    expect(JSON.stringify(row)).not.toContain(code);
    const kept = await app.core.store.codes.find(place.poolId, await subOf(place.poolId, 'seal'), 'sign-up');
    expect(kept?.hash).toMatch(/^[\w-]{43}$/);
    expect(kept?.hash).not.toContain(code);
  });

  it('by link carry the link and no bare code', async () => {
    const place = await createPlace(app, {
      VerificationMessageTemplate: {
        DefaultEmailOption: 'CONFIRM_WITH_LINK',
        EmailMessageByLink: 'Hello {username}, {##click <b>here</b>##}!',
        EmailSubjectByLink: 'Confirm',
      },
    });
    await signUp(place, 'link&', { email: 'l@example.com' });
    const { link, subject, body } = await lastMessage(place, 'l@example.com');
    expect(subject).toBe('Confirm');
    expect(link).toContain(`/${place.poolId}/confirmUser?client_id=${place.clientId}&user_name=`);
    expect(body).toBe(`Hello link&amp;, <a href="${link?.replaceAll('&', '&amp;')}">click <b>here</b></a>!`);
  });

  it("by link have Cognito's default text, also when sent again; recovery keeps its code", async () => {
    const place = await createPlace(app, {
      VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_LINK' },
    });
    await signUp(place, 'link', { email: 'l@example.com' });
    const first = await lastMessage(place, 'l@example.com');
    expect(first.subject).toBe('Your verification link');
    expect(first.body).toMatch(/^Please click the link below to verify your email address\. <a href="/);
    await app.cognito.send(new ResendConfirmationCodeCommand({ ClientId: place.clientId, Username: 'link' }));
    const second = await lastMessage(place, 'l@example.com');
    expect(second.link).not.toBe(first.link);
    await fetch(second.link as string);
    await app.cognito.send(new ForgotPasswordCommand({ ClientId: place.clientId, Username: 'link' }));
    expect(await lastMessage(place, 'l@example.com')).not.toHaveProperty('link');
  });
});

describe('maskDestination', () => {
  it.each([
    ['EMAIL', 'ada@example.com', 'a***@e***'],
    ['EMAIL', '"x@y"@host.test', '"***@h***'],
    ['SMS', '+15551234567', '+*******4567'],
    ['SMS', '+442071838750', '+********8750'],
  ] as const)('%s %s', (medium, value, masked) => {
    expect(maskDestination(medium, value)).toBe(masked);
  });
});

const subOf = async (poolId: string, username: string): Promise<string> => {
  const user = await app.core.store.users.byAlias(poolId, 'username', username);
  if (!user) throw new Error(`no user ${username}`);
  return user.sub;
};
