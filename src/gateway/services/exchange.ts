/** One request and the place of its answer, and how an answer that is known as a whole is written. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestFacts } from '../../server/request-env.ts';

export interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly facts: RequestFacts;
}

export interface WholeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body?: string | undefined;
}

/** What a service gives back: an answer that is still to be written, or that it went. */
export type Answered = WholeAnswer | 'sent';

/** Before a body is read: a client may wait with it until it is wanted (RFC 9110, section 10.1.1). */
export const askForBody = ({ incoming, outgoing }: Pick<Exchange, 'incoming' | 'outgoing'>): void => {
  if (incoming.headers.expect !== undefined && !outgoing.headersSent) outgoing.writeContinue();
};

export const writeAnswer = ({ incoming, outgoing }: Exchange, { status, headers, body = '' }: WholeAnswer): void => {
  const bytes = Buffer.from(body);
  // What is left of the request is read by nobody.
  if (!incoming.complete) outgoing.setHeader('connection', 'close');
  outgoing.writeHead(status, { 'content-length': String(bytes.length), ...headers });
  outgoing.end(bytes);
};
