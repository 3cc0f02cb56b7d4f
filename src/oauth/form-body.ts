/** The form that a client's own request brings (RFC 6749 appendix B); forms of pages are pages/form.ts. */
import type { SiteContext } from './context.ts';

/** Bytes. */
const LARGEST = 64 * 1024;

export class BodyRefused extends Error {
  readonly status: 400 | 413;

  constructor(status: BodyRefused['status'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BodyRefused';
    this.status = status;
  }
}

/** Throws BodyRefused for what is no form, or too large a one, without having read all of it. */
export const readFormBody = async ({ req }: SiteContext, largest = LARGEST): Promise<URLSearchParams> => {
  const type = req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') {
    throw new BodyRefused(400, 'Content-Type must be application/x-www-form-urlencoded');
  }
  if (Number(req.header('Content-Length') ?? 0) > largest) throw tooLarge();
  try {
    // Most have declared their length: nothing has to be counted.
    const body = req.header('Content-Length') === undefined ? await readBounded(req.raw, largest) : await req.text();
    return new URLSearchParams(body);
  } catch (error) {
    throw error instanceof BodyRefused ? error : cutOff(error);
  }
};

/** The client went away, or was too slow: nothing that is to be mended here. */
const cutOff = (cause: unknown) => new BodyRefused(400, 'The request body did not come to its end', { cause });

const tooLarge = () => new BodyRefused(413, 'The request body is too large');

const readBounded = async ({ body }: Request, largest: number): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > largest) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
};
