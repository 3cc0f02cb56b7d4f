/**
 * Reads the SigV4 parts of a request, from the Authorization header or from the query of a presigned URL, and refuses
 * what is incomplete. No arithmetic here.
 * Source: AWS General Reference, "Signature Version 4 signing process" and "Create a signed AWS API request".
 */
import { SignatureRefused } from './refused.ts';

export interface SigV4Parts {
  readonly accessKeyId: string;
  /** `YYYYMMDD` of the credential scope. */
  readonly scopeDate: string;
  readonly region: string;
  readonly service: string;
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly longDate: string;
  /** The same instant in epoch ms. */
  readonly signedAt: number;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly sessionToken?: string;
  readonly form: 'header' | 'query';
  /** Seconds that a presigned URL stays valid. */
  readonly expires?: number;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const LONG_DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
const WEEK = 7 * 24 * 60 * 60;

/** The value of a header by its lower-case name; of one that came more than once all of them, with commas between. */
export type HeaderReader = (name: string) => string | undefined;

/** Throws `SignatureRefused`. */
export const sigV4Parts = (header: HeaderReader, query: URLSearchParams): SigV4Parts => {
  const authorization = header('authorization');
  if (authorization !== undefined) return headerParts(authorization, header);
  if (query.has('X-Amz-Algorithm') || query.has('X-Amz-Signature')) return queryParts(query);
  throw new SignatureRefused('MissingAuthenticationTokenException', 'Missing Authentication Token');
};

const headerParts = (authorization: string, header: HeaderReader): SigV4Parts => {
  if (!authorization.startsWith(`${ALGORITHM} `)) {
    throw new SignatureRefused(
      'IncompleteSignatureException',
      `Unsupported AWS 'algorithm': '${printable(authorization.split(' ', 1)[0] ?? '')}'.`,
    );
  }
  const fields = new Map<string, string>();
  for (const field of authorization.slice(ALGORITHM.length + 1).split(',')) {
    const equals = field.indexOf('=');
    if (equals > 0) fields.set(field.slice(0, equals).trim(), field.slice(equals + 1).trim());
  }
  const missing = ['Credential', 'Signature', 'SignedHeaders']
    .filter((name) => !fields.get(name))
    .map((name) => `Authorization header requires '${name}' parameter.`);
  const longDate = header('x-amz-date') ?? '';
  if (longDate === '') {
    missing.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  if (missing.length > 0) throw new SignatureRefused('IncompleteSignatureException', missing.join(' '));
  return {
    ...credential(fields.get('Credential') ?? ''),
    ...instant(longDate),
    signedHeaders: headerNames(fields.get('SignedHeaders') ?? ''),
    signature: fields.get('Signature') ?? '',
    sessionToken: header('x-amz-security-token'),
    form: 'header',
  };
};

const queryParts = (query: URLSearchParams): SigV4Parts => {
  const names = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Expires', 'X-Amz-SignedHeaders'];
  const missing = [...names, 'X-Amz-Signature'].filter((name) => !query.get(name));
  if (missing.length > 0) {
    const text = missing.map((name) => `AWS query-string parameters must include '${name}'.`).join(' ');
    throw new SignatureRefused('IncompleteSignatureException', `${text} Re-examine the query-string parameters.`);
  }
  if (query.get('X-Amz-Algorithm') !== ALGORITHM) {
    throw new SignatureRefused('IncompleteSignatureException', "X-Amz-Algorithm only supports 'AWS4-HMAC-SHA256'");
  }
  const expires = Number(query.get('X-Amz-Expires'));
  if (!Number.isInteger(expires) || expires < 1 || expires > WEEK) {
    throw new SignatureRefused('IncompleteSignatureException', `X-Amz-Expires must be between 1 and ${WEEK} seconds`);
  }
  return {
    ...credential(query.get('X-Amz-Credential') ?? ''),
    ...instant(query.get('X-Amz-Date') ?? ''),
    signedHeaders: headerNames(query.get('X-Amz-SignedHeaders') ?? ''),
    signature: query.get('X-Amz-Signature') ?? '',
    sessionToken: query.get('X-Amz-Security-Token') ?? undefined,
    form: 'query',
    expires,
  };
};

const credential = (text: string) => {
  const parts = text.split('/');
  const [accessKeyId, scopeDate, region, service, terminator] = parts;
  if (parts.length !== 5 || !accessKeyId || !scopeDate || !region || !service) {
    throw new SignatureRefused(
      'IncompleteSignatureException',
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${printable(text)}'`,
    );
  }
  if (terminator !== 'aws4_request') {
    throw new SignatureRefused(
      'InvalidSignatureException',
      `Credential should be scoped with a valid terminator: 'aws4_request', not '${printable(terminator ?? '')}'.`,
    );
  }
  return { accessKeyId, scopeDate, region, service };
};

const instant = (text: string) => {
  const signedAt = LONG_DATE.test(text) ? Date.parse(text.replace(LONG_DATE, '$1-$2-$3T$4:$5:$6Z')) : Number.NaN;
  if (!Number.isNaN(signedAt)) return { longDate: text, signedAt };
  throw new SignatureRefused(
    'IncompleteSignatureException',
    `Date must be in ISO-8601 'basic format'. Got '${printable(text)}'. See http://en.wikipedia.org/wiki/ISO_8601`,
  );
};

const headerNames = (text: string): string[] => text.split(';').map((name) => name.trim().toLowerCase());

/** What a caller sent goes back short and without control characters. */
const printable = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 64);
