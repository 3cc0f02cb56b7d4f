/** Bodies that must be looked into before anything is decided. */
import type { IncomingMessage } from 'node:http';
import { askForBody, type Exchange } from './exchange.ts';
import { ServiceRefused } from './refused.ts';

/** DynamoDB's own bound, the largest of all. */
const MOST = 16 * 1024 * 1024;
/** Nobody is known yet: what is read so far waits for the rest no longer than this (ms). */
const MOST_MS = 60_000;

export interface WantedBody {
  /** Reads it. Throws `ServiceRefused`. */
  readonly payload: () => Promise<{ readonly bytes: Buffer }>;
  /** What was read. */
  readonly bytes: () => Buffer;
}

export const wantedBody = (exchange: Exchange): WantedBody => {
  let bytes = Buffer.alloc(0) as Buffer;
  const payload = async () => {
    askForBody(exchange);
    bytes = await smallBody(exchange.incoming);
    return { bytes };
  };
  return { payload, bytes: () => bytes };
};

const smallBody = async (message: IncomingMessage): Promise<Buffer> => {
  if (Number(message.headers['content-length'] ?? 0) > MOST) throw tooLarge();
  const parts: Buffer[] = [];
  let size = 0;
  // Not `for await`: leaving it early would close the connection before the refusal has gone.
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => message.destroy(), MOST_MS);
    message.once('close', () => clearTimeout(late)).once('end', () => clearTimeout(late));
    message.on('data', (part: Buffer) => {
      size += part.length;
      if (size <= MOST) parts.push(part);
      else {
        message.pause();
        reject(tooLarge());
      }
    });
    message.once('end', resolve);
    message.once('close', () => reject(new ServiceRefused('RequestTimeout', 400, 'The request did not come whole.')));
  });
  return Buffer.concat(parts);
};

const tooLarge = () => new ServiceRefused('RequestEntityTooLarge', 413, 'Request size limit exceeded');
