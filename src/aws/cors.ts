/**
 * Browsers call the APIs from any origin, as they call AWS: there are no cookies here that a foreign page could borrow,
 * and a caller has to send what it proves itself with.
 */
import { type Answer, withHeaders } from './answer.ts';

const ALLOWED_HEADERS = [
  'amz-sdk-invocation-id',
  'amz-sdk-request',
  'authorization',
  'cache-control',
  'content-type',
  'x-amz-client-context',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
  'x-amz-target',
  'x-amz-user-agent',
  'x-amzn-trace-id',
].join(', ');

const EXPOSED_HEADERS = 'x-amzn-RequestId, x-amzn-ErrorType, x-amzn-ErrorMessage, Date, Retry-After';

/** Two days, as AWS answers. */
const PREFLIGHT_SECONDS = '172800';

/** The answer to a preflight (Fetch standard, "CORS-preflight request"). */
export const answerPreflight = (): Answer => ({
  status: 200,
  headers: {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'POST, GET, PUT, DELETE, HEAD, OPTIONS',
    'access-control-allow-headers': ALLOWED_HEADERS,
    'access-control-max-age': PREFLIGHT_SECONDS,
  },
  body: '',
});

const EXPOSED = { 'access-control-allow-origin': '*', 'access-control-expose-headers': EXPOSED_HEADERS };

export const exposeToBrowsers = (answer: Answer): Answer => withHeaders(answer, EXPOSED);
