/** Reads a body up to the size that the APIs take. */
import { AwsError } from './errors.ts';

/** What Cognito takes for a branding style with its images, the largest of its requests. */
export const MAX_BODY_BYTES = 2 * 1024 * 1024;

/** @throws AwsError RequestEntityTooLargeException above 2 MB, without having read all of it */
export const readBody = async (request: Request): Promise<Uint8Array> => {
  const declared = request.headers.get('content-length');
  if (declared !== null && Number(declared) > MAX_BODY_BYTES) throw tooLarge();
  return declared === null ? readBounded(request) : new Uint8Array(await request.arrayBuffer());
};

/** A chunked body declares no length. */
const readBounded = async (request: Request): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const tooLarge = () =>
  new AwsError('RequestEntityTooLargeException', `Request body is larger than ${MAX_BODY_BYTES} bytes`);
