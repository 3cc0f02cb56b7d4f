/** The transports that the configuration asks for. */
import type { Config } from '../config.ts';
import { createSmsWebhook } from './sms-webhook.ts';
import { createSmtp } from './smtp.ts';
import type { Transports } from './transport.ts';

export const createTransports = (
  config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'smsWebhookUrl' | 'smsWebhookSecret'>,
): Transports => {
  const { smtpUrl, mailFrom, smsWebhookUrl, smsWebhookSecret } = config;
  const smtp = smtpUrl && mailFrom ? createSmtp({ url: smtpUrl, from: mailFrom }) : undefined;
  const sms =
    smsWebhookUrl && smsWebhookSecret ? createSmsWebhook({ url: smsWebhookUrl, secret: smsWebhookSecret }) : undefined;
  return { EMAIL: smtp?.send, SMS: sms, close: () => smtp?.close() };
};
