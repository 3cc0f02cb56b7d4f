/** Bodies that must be whole before anything happens: what is signed, and what a function is given. */
import type { IncomingMessage } from 'node:http';
import { Refused } from './answers.ts';

/** API Gateway's own most (developer guide, "Quotas"). */
export const MOST_BYTES = 10 * 1024 * 1024;
const MOST_MS = 30_000;

/** Throws `Refused` for one that is too long or too slow. */
export const readBody = (incoming: IncomingMessage): Promise<Buffer> => {
  const { 'content-length': length, 'transfer-encoding': encoding } = incoming.headers;
  if (encoding === undefined && (length ?? '0') === '0') return Promise.resolve(EMPTY);
  if (Number(length ?? 0) > MOST_BYTES) return Promise.reject(new Refused('REQUEST_TOO_LARGE'));
  return readAll(incoming);
};

/** To its end, also where only the end of the connection tells it (answers). */
export const readAll = (incoming: IncomingMessage): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const late = setTimeout(
      () => fail(new Refused('BAD_REQUEST_BODY', { message: 'Request body timed out' })),
      MOST_MS,
    );
    const fail = (error: Error): void => {
      clearTimeout(late);
      incoming.off('data', take);
      incoming.pause();
      reject(error);
    };
    const take = (chunk: Buffer): void => {
      size += chunk.byteLength;
      if (size > MOST_BYTES) fail(new Refused('REQUEST_TOO_LARGE'));
      else chunks.push(chunk);
    };
    incoming.on('data', take);
    incoming.once('end', () => {
      clearTimeout(late);
      resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
    });
    incoming.once('error', fail);
    incoming.once('close', () => {
      if (!incoming.complete) fail(new Refused('BAD_REQUEST_BODY'));
    });
  });

const EMPTY = Buffer.alloc(0);
