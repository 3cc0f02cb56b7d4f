/**
 * Browsers that call from pages of other origins. No cookie is looked at here, so there is none that a foreign page
 * could borrow: a caller signs with keys that it has.
 * Source: Fetch standard, "CORS protocol".
 */
import type { WholeAnswer } from './exchange.ts';
import type { Incoming } from './incoming.ts';
import type { Service } from './options.ts';

const EXPOSED = [
  'accept-ranges',
  'content-length',
  'content-range',
  'date',
  'etag',
  'last-modified',
  'x-amz-checksum-crc32',
  'x-amz-checksum-crc32c',
  'x-amz-checksum-crc64nvme',
  'x-amz-checksum-sha1',
  'x-amz-checksum-sha256',
  'x-amz-checksum-type',
  'x-amz-crc32',
  'x-amz-delete-marker',
  'x-amz-id-2',
  'x-amz-request-id',
  'x-amz-server-side-encryption',
  'x-amz-version-id',
  'x-amzn-errortype',
  'x-amzn-requestid',
].join(', ');

const PREFLIGHT_SECONDS = '3600';

const allowedOrigin = ({ cors }: Service, origin: string | undefined): string | undefined => {
  if (cors === 'backend' || origin === undefined) return undefined;
  if (cors.origins.includes('*')) return '*';
  return cors.origins.includes(origin) ? origin : undefined;
};

/** Of every answer. Undefined: the backend's own count. */
export const corsHeaders = (
  service: Service,
  { header }: Pick<Incoming, 'header'>,
): Record<string, string> | undefined => {
  if (service.cors === 'backend') return undefined;
  const origin = allowedOrigin(service, header('origin'));
  const vary: Record<string, string> = service.cors.origins.includes('*') ? {} : { vary: 'Origin' };
  if (origin === undefined) return vary;
  return { 'access-control-allow-origin': origin, 'access-control-expose-headers': EXPOSED, ...vary };
};

/** The answer to a preflight: 403 without a word where the origin may not call, as S3 does. */
export const preflight = (service: Service, incoming: Incoming): WholeAnswer => {
  const { header } = incoming;
  const cors = corsHeaders(service, incoming) ?? {};
  if (cors['access-control-allow-origin'] === undefined) return { status: 403, headers: cors };
  const asked = header('access-control-request-headers') ?? '';
  return {
    status: 200,
    headers: {
      ...cors,
      'access-control-allow-methods': 'GET, PUT, POST, DELETE, HEAD',
      ...(/^[\w\s,-]+$/.test(asked) && { 'access-control-allow-headers': asked }),
      'access-control-max-age': PREFLIGHT_SECONDS,
    },
  };
};
