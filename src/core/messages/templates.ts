/**
 * The text of messages: the pool's own templates, else Cognito's. `{####}` stands for the code or temporary password,
 * `{username}` for the username, `{##Verify Email##}` for a link with that caption. E-mail bodies are HTML, SMS text.
 */
import type { Core } from '../core.ts';
import { invalidParameter } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import type { CustomText } from '../triggers/custom-message.ts';
import type { User } from '../users/user.ts';
import type { OutgoingMessage } from './compose.ts';
import { confirmationLink } from './link.ts';
import type { MessageContent, MessageKind } from './message.ts';

/** `clientId` is needed for the link of a sign-up in pools that confirm by link. */
export type MessageSecret =
  | { readonly code: string; readonly clientId?: string | undefined }
  | { readonly password: string };

/**
 * `own`: what the pool's CustomMessage function says, in the place of templates. Throws InvalidParameterException when
 * that has no place for the code.
 */
export function composeMessage(
  core: Pick<Core, 'settings'>,
  pool: Pool,
  user: Pick<User, 'username'>,
  kind: MessageKind,
  channel: 'EMAIL' | 'SMS',
  to: string,
  secret: MessageSecret,
  own: CustomText = {},
): OutgoingMessage {
  const content = contentOf(core, pool, user, kind, channel, secret, own);
  return { poolId: pool.id, username: user.username, channel, to, kind, content };
}

function contentOf(
  core: Pick<Core, 'settings'>,
  pool: Pool,
  user: Pick<User, 'username'>,
  kind: MessageKind,
  channel: 'EMAIL' | 'SMS',
  secret: MessageSecret,
  own: CustomText,
): MessageContent {
  if ('code' in secret && secret.clientId && channel === 'EMAIL' && confirmsByLink(pool, kind)) {
    const link = confirmationLink(core, pool, secret.clientId, user.username, secret.code);
    return linkContent(pool, user.username, secret.code, link, own);
  }
  const code = 'code' in secret ? secret.code : secret.password;
  if (code) assertPlaceholders(own, kind);
  const template = channel === 'EMAIL' ? ownEmail(emailTemplate(pool, kind), own) : ownSms(pool, kind, own);
  const shown = channel === 'EMAIL' ? escapeHtml : asIs;
  const fill = (text: string) => fillIn(text, { '{####}': shown(code), '{username}': shown(user.username) });
  return { subject: template.subject, body: fill(template.body), code };
}

/** Only a sign-up can be confirmed by following a link; every other code is typed in. */
const confirmsByLink = (pool: Pool, kind: MessageKind): boolean =>
  (kind === 'sign-up' || kind === 'resend-code') &&
  pool.settings.verificationMessageTemplate.defaultEmailOption === 'CONFIRM_WITH_LINK';

interface EmailTemplate {
  readonly subject?: string;
  readonly body: string;
}

function emailTemplate({ settings }: Pool, kind: MessageKind): EmailTemplate {
  if (kind === 'invitation') {
    const invite = settings.adminCreateUser.inviteMessageTemplate;
    return { subject: invite?.emailSubject ?? 'Your temporary password', body: invite?.emailMessage ?? INVITATION };
  }
  if (kind === 'authentication') {
    const own = settings.mfaMethods?.email;
    return { subject: own?.subject ?? 'Your authentication code', body: own?.message ?? AUTHENTICATION };
  }
  const own = settings.verificationMessageTemplate;
  return {
    subject: own.emailSubject ?? settings.emailVerificationSubject ?? 'Your verification code',
    body: own.emailMessage ?? settings.emailVerificationMessage ?? defaultText(kind),
  };
}

const ownEmail = (template: EmailTemplate, { emailSubject, emailMessage }: CustomText): EmailTemplate => ({
  subject: emailSubject ?? template.subject,
  body: emailMessage ?? template.body,
});

const ownSms = (pool: Pool, kind: MessageKind, { smsMessage }: CustomText): EmailTemplate => ({
  body: smsMessage ?? smsTemplate(pool, kind),
});

/** A message without its code is of no use, nor is an invitation without the name to sign in with. */
function assertPlaceholders({ emailMessage, smsMessage }: CustomText, kind: MessageKind): void {
  const wanted = kind === 'invitation' ? ['{username}', '{####}'] : ['{####}'];
  for (const placeholder of wanted) {
    if (emailMessage !== undefined && !emailMessage.includes(placeholder)) throw lacks('emailBody', placeholder);
    if (smsMessage !== undefined && !smsMessage.includes(placeholder)) throw lacks('smsMessage', placeholder);
  }
}

const ANY_TEXT = '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*';

const lacks = (member: string, placeholder: string) =>
  invalidParameter(
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${ANY_TEXT}${placeholder.replace(/[{}]/g, '\\$&')}${ANY_TEXT}`,
  );

function smsTemplate({ settings }: Pool, kind: MessageKind): string {
  if (kind === 'invitation') return settings.adminCreateUser.inviteMessageTemplate?.smsMessage ?? INVITATION;
  if (kind === 'authentication') return settings.smsAuthenticationMessage ?? AUTHENTICATION;
  return settings.verificationMessageTemplate.smsMessage ?? settings.smsVerificationMessage ?? defaultText(kind);
}

const INVITATION = 'Your username is {username} and temporary password is {####}.';
const AUTHENTICATION = 'Your authentication code is {####}';
const LINK = /\{##[\s\S]*?##\}/;
const LINKS = /\{##([\s\S]*?)##\}/g;
const LINK_TEXT = 'Please click the link below to verify your email address. {##Verify Email##}';

const defaultText = (kind: MessageKind): string =>
  kind === 'forgot-password' ? 'Your password reset code is {####}' : 'Your confirmation code is {####}';

function linkContent(
  { settings }: Pool,
  username: string,
  code: string,
  link: string,
  own: CustomText,
): MessageContent {
  const template = settings.verificationMessageTemplate;
  if (own.emailMessage !== undefined && !LINK.test(own.emailMessage)) throw lacks('emailBody', '{##Click Here##}');
  const anchored = (own.emailMessage ?? template.emailMessageByLink ?? LINK_TEXT).replace(
    LINKS,
    (_all, caption: string) => `<a href="${escapeHtml(link)}">${caption}</a>`,
  );
  const body = fillIn(anchored, { '{username}': escapeHtml(username) });
  return { subject: own.emailSubject ?? template.emailSubjectByLink ?? 'Your verification link', body, code, link };
}

/** In one pass, so that a username which looks like a placeholder is not filled in again. */
const fillIn = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{####\}|\{username\}/g, (placeholder) => values[placeholder] ?? placeholder);

const asIs = (text: string): string => text;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
