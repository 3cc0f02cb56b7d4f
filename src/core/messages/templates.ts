/**
 * The text of messages: the pool's own templates, else Cognito's. `{####}` stands for the code or temporary password,
 * `{username}` for the username, `{##Verify Email##}` for a link with that caption. E-mail bodies are HTML, SMS text.
 */
import type { Core } from '../core.ts';
import type { Pool } from '../pools/pool.ts';
import type { User } from '../users/user.ts';
import type { OutgoingMessage } from './compose.ts';
import { confirmationLink } from './link.ts';
import type { MessageContent, MessageKind } from './message.ts';

/** `clientId` is needed for the link of a sign-up in pools that confirm by link. */
export type MessageSecret = { readonly code: string; readonly clientId?: string } | { readonly password: string };

export function composeMessage(
  core: Pick<Core, 'settings'>,
  pool: Pool,
  user: Pick<User, 'username'>,
  kind: MessageKind,
  channel: 'EMAIL' | 'SMS',
  to: string,
  secret: MessageSecret,
): OutgoingMessage {
  const content = contentOf(core, pool, user, kind, channel, secret);
  return { poolId: pool.id, username: user.username, channel, to, kind, content };
}

function contentOf(
  core: Pick<Core, 'settings'>,
  pool: Pool,
  user: Pick<User, 'username'>,
  kind: MessageKind,
  channel: 'EMAIL' | 'SMS',
  secret: MessageSecret,
): MessageContent {
  if ('code' in secret && secret.clientId && channel === 'EMAIL' && confirmsByLink(pool, kind)) {
    const link = confirmationLink(core, pool, secret.clientId, user.username, secret.code);
    return linkContent(pool, user.username, secret.code, link);
  }
  const code = 'code' in secret ? secret.code : secret.password;
  const template = channel === 'EMAIL' ? emailTemplate(pool, kind) : { body: smsTemplate(pool, kind) };
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
  if (kind === 'authentication') return { subject: 'Your authentication code', body: AUTHENTICATION };
  const own = settings.verificationMessageTemplate;
  return {
    subject: own.emailSubject ?? settings.emailVerificationSubject ?? 'Your verification code',
    body: own.emailMessage ?? settings.emailVerificationMessage ?? defaultText(kind),
  };
}

function smsTemplate({ settings }: Pool, kind: MessageKind): string {
  if (kind === 'invitation') return settings.adminCreateUser.inviteMessageTemplate?.smsMessage ?? INVITATION;
  if (kind === 'authentication') return settings.smsAuthenticationMessage ?? AUTHENTICATION;
  return settings.verificationMessageTemplate.smsMessage ?? settings.smsVerificationMessage ?? defaultText(kind);
}

const INVITATION = 'Your username is {username} and temporary password is {####}.';
const AUTHENTICATION = 'Your authentication code is {####}';
const LINK_TEXT = 'Please click the link below to verify your email address. {##Verify Email##}';

const defaultText = (kind: MessageKind): string =>
  kind === 'forgot-password' ? 'Your password reset code is {####}' : 'Your confirmation code is {####}';

function linkContent({ settings }: Pool, username: string, code: string, link: string): MessageContent {
  const own = settings.verificationMessageTemplate;
  const anchored = (own.emailMessageByLink ?? LINK_TEXT).replace(
    /\{##([\s\S]*?)##\}/g,
    (_all, caption: string) => `<a href="${escapeHtml(link)}">${caption}</a>`,
  );
  const body = fillIn(anchored, { '{username}': escapeHtml(username) });
  return { subject: own.emailSubjectByLink ?? 'Your verification link', body, code, link };
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
