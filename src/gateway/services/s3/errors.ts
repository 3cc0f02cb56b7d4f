/**
 * Refusals in S3's form.
 * Source: S3 API reference, "Error responses"; S3 user guide, "Troubleshoot access denied (403 Forbidden) errors".
 */
import { AccessDenied } from '../../../core/credentials/denied.ts';
import { type SignatureFault, SignatureRefused } from '../../../core/credentials/signature/refused.ts';
import type { WholeAnswer } from '../exchange.ts';
import { ServiceRefused, ServiceUnreachable } from '../refused.ts';

export interface S3Error {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, string>>;
}

/** Undefined: a defect. */
export const s3Error = (error: unknown): S3Error | undefined => {
  if (error instanceof ServiceRefused) {
    const { status, code, message, details } = error;
    return { status, code, message, details };
  }
  if (error instanceof AccessDenied) return plain(403, 'AccessDenied', quoted(error));
  if (error instanceof SignatureRefused) return ofSignature(error);
  if (error instanceof ServiceUnreachable) {
    return plain(503, 'ServiceUnavailable', 'The service behind the gateway does not answer. Please try again.');
  }
  return undefined;
};

const plain = (status: number, code: string, message: string): S3Error => ({ status, code, message, details: {} });

/** S3 has the ARN in quotation marks, unlike other services. */
const quoted = ({ message, refusal }: AccessDenied): string => {
  const resource = refusal?.request.resource;
  if (resource === undefined || resource === '*') return message;
  return message.replace(`on resource: ${resource}`, () => `on resource: "${resource}"`);
};

const FAULTS: Readonly<Record<SignatureFault, (message: string) => S3Error>> = {
  MissingAuthenticationTokenException: () => plain(403, 'AccessDenied', 'Access Denied'),
  UnrecognizedClientException: () =>
    plain(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.'),
  ExpiredTokenException: () => plain(400, 'ExpiredToken', 'The provided token has expired.'),
  IncompleteSignatureException: (message) => plain(400, 'AuthorizationHeaderMalformed', message),
  InvalidSignatureException: (message) => invalidSignature(message),
};

const ofSignature = ({ code, message }: SignatureRefused): S3Error => FAULTS[code](message);

const invalidSignature = (message: string): S3Error => {
  if (/^Signature expired/.test(message) && !message.endsWith('- 15 min.)')) {
    return plain(403, 'AccessDenied', 'Request has expired');
  }
  if (/^Signature (expired|not yet current)/.test(message)) {
    return plain(
      403,
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
    );
  }
  if (/SignedHeader/.test(message)) {
    return plain(403, 'AccessDenied', 'There were headers present in the request which were not signed');
  }
  if (/^(Credential|Date)/.test(message)) return plain(400, 'AuthorizationHeaderMalformed', message.trim());
  return plain(
    403,
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  );
};

export const s3ErrorResponse = (
  { status, code, message, details }: S3Error,
  { id, resource, head }: { readonly id: string; readonly resource: string; readonly head: boolean },
): WholeAnswer => {
  const fields = { Code: code, Message: message, ...details, Resource: resource, RequestId: id, HostId: id };
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${elements(fields)}</Error>`;
  const headers = { 'content-type': 'application/xml', 'x-amz-request-id': id, 'x-amz-id-2': id };
  return { status, headers, body: head ? undefined : xml };
};

export const elements = (fields: Readonly<Record<string, string>>): string =>
  Object.entries(fields)
    .map(([name, value]) => `<${name}>${escaped(value)}</${name}>`)
    .join('');

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export const escaped = (text: string): string =>
  text
    .replace(/[&<>"]/g, (each) => ENTITIES[each] ?? each)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no place for them
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '?')
    .replaceAll('\r', '&#13;');
