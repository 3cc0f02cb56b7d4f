/**
 * A backend that refuses the operator's own credentials tells them: which key, what was signed, the session token among
 * it. None of that is for the client, who signed well; nor is its SDK to take it for its own fault.
 * Source: S3 API reference, "Error responses"; AWS General Reference, "Common error types".
 */
import type { IncomingMessage } from 'node:http';
import { ServiceUnreachable } from './refused.ts';

const STATUSES: ReadonlySet<number | undefined> = new Set([400, 401, 403]);

const FAULT =
  /\b(AuthorizationHeaderMalformed|ExpiredToken|IncompleteSignature|InvalidAccessKeyId|InvalidClientTokenId|InvalidSignature|InvalidToken|MissingAuthenticationToken|RequestExpired|RequestTimeTooSkewed|SignatureDoesNotMatch|UnrecognizedClient)(?:Exception)?\b/;

/** Where the code stands: `<Code>` of XML, `__type` of JSON, both before the details. */
const PLACE = /<Code>\s*\w+|"(?:__type|code)"\s*:\s*"[^"]*"/i;

/** Throws `ServiceUnreachable`. Otherwise the answer is as it was. */
export const assertOperatorTaken = async (answer: IncomingMessage): Promise<void> => {
  if (!STATUSES.has(answer.statusCode)) return;
  const first = await beginning(answer);
  const said = PLACE.exec(first?.toString('latin1') ?? '')?.[0] ?? '';
  const fault = FAULT.exec(`${said} ${String(answer.headers['x-amzn-errortype'] ?? '')}`)?.[1];
  if (fault === undefined) return;
  answer.destroy();
  throw new ServiceUnreachable(`the service refuses the operator's credentials: ${fault}`);
};

/** What there is of the body, still to be read. */
const beginning = (answer: IncomingMessage): Promise<Buffer | undefined> =>
  new Promise((resolve) => {
    const done = (): void => {
      answer.off('readable', done).off('close', done);
      const first = answer.read() as Buffer | null;
      if (first !== null) answer.unshift(first);
      resolve(first ?? undefined);
    };
    answer.on('readable', done).on('close', done);
  });
