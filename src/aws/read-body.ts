/** Reads a body up to the size that the APIs take. */
import { AwsError } from './errors.ts';

const MEGABYTE = 1024 * 1024;

/** A style comes with its images. */
const LARGER: Readonly<Record<string, number>> = {
  CreateManagedLoginBranding: 2 * MEGABYTE,
  UpdateManagedLoginBranding: 2 * MEGABYTE,
};

/** Bytes that a request of the operation may bring; 1 MB for most. */
export const bodyLimit = (operation?: string): number => LARGER[operation ?? ''] ?? MEGABYTE;

/** @throws AwsError RequestEntityTooLargeException above the limit, without having read all of it */
export const readBody = async (request: Request, limit: number): Promise<Uint8Array> => {
  const declared = request.headers.get('content-length');
  if (declared !== null && Number(declared) > limit) throw tooLarge(limit);
  return declared === null ? readBounded(request, limit) : readWhole(request);
};

/** A client that goes away in between is no defect of ours, and must not read as one in the log. */
const readWhole = async (request: Request): Promise<Uint8Array> => {
  try {
    return new Uint8Array(await request.arrayBuffer());
  } catch (cause) {
    throw new AwsError('SerializationException', 'The request ended before its body did.', { cause });
  }
};

/** A chunked body declares no length. */
const readBounded = async (request: Request, limit: number): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const tooLarge = (limit: number) =>
  new AwsError('RequestEntityTooLargeException', `Request body is larger than ${limit} bytes`);
