/**
 * SMS by webhook: a signed POST of JSON. The receiver checks `poolhouse-signature: t=<epoch seconds>,v1=<hex>`, where
 * v1 is HMAC-SHA-256 of `<t>.<body>` under the shared secret, and answers 2xx once it has taken the message over.
 */
import { createHmac } from 'node:crypto';
import { type Parcel, type Transport, Undeliverable } from './transport.ts';

export interface SmsWebhookOptions {
  readonly url: string;
  readonly secret: string;
  readonly timeoutMs?: number;
}

/** Answers that would be the same at every attempt. */
const REFUSED_FOR_GOOD = new Set([400, 413, 422]);

export const createSmsWebhook =
  ({ url, secret, timeoutMs = 10_000 }: SmsWebhookOptions): Transport =>
  async (parcel) => {
    const body = JSON.stringify(note(parcel));
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': parcel.id,
        'poolhouse-signature': signature(secret, body, Math.floor(Date.now() / 1000)),
      },
      // A redirect would carry the code to a place that nobody configured.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.body?.cancel();
    if (answer.ok) return;
    const message = `the SMS webhook answered ${answer.status}`;
    throw REFUSED_FOR_GOOD.has(answer.status) ? new Undeliverable(message) : new Error(message);
  };

const note = ({ id, to, kind, userPoolId, username, content }: Parcel) => ({
  id,
  to,
  kind,
  userPoolId,
  username,
  body: content.body,
});

const signature = (secret: string, body: string, seconds: number): string =>
  `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
