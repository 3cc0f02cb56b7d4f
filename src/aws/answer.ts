/**
 * An answer as it goes on the wire, written to its connection at once: a Response keeps even a short body as a stream,
 * and to make that and read it again costs more than all else that HTTP does for a call.
 */
import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const withHeaders = (answer: Answer, headers: Answer['headers']): Answer => ({
  ...answer,
  headers: { ...answer.headers, ...headers },
});

/** What the listener is given for it. */
export const written = ({ status, headers, body }: Answer, outgoing: ServerResponse): Response => {
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  outgoing.end(body);
  return RESPONSE_ALREADY_SENT;
};
