/** What a request's body may weigh and how long it may take to come. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface BodyLimit {
  readonly bytes: number;
  readonly ms: number;
}

/** The listener's own bound on bodies, above every door's: nothing that reads a body can be made to fill the memory. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024;
const ORDINARY: BodyLimit = { bytes: MAX_BODY_BYTES, ms: 30_000 };

/** Uploads that a door takes piece by piece: PUT below a path. */
export interface UploadRule {
  readonly path: string;
  readonly limit: BodyLimit;
}

export const bodyLimitOf = ({ method, url = '' }: IncomingMessage, uploads: UploadRule | undefined): BodyLimit =>
  uploads && method === 'PUT' && url.startsWith(uploads.path) ? uploads.limit : ORDINARY;

export const declaredTooLarge = (contentLength: string | undefined, { bytes }: BodyLimit): boolean =>
  Number(contentLength ?? 0) > bytes;

/** For a client that is still sending when its answer comes. */
const LINGER_MS = 500;

/** A body that does not come to its end is not waited for. */
export const boundTime = (incoming: IncomingMessage, outgoing: ServerResponse, { ms }: BodyLimit): void => {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = incoming.headers;
  if (length === '0' && encoding === undefined) return;
  const cut = () => {
    if (!incoming.complete) incoming.destroy();
  };
  const late = setTimeout(cut, ms);
  outgoing.once('close', () => {
    clearTimeout(late);
    // Answered before it came: nobody reads what is left, and nothing else would ever end the connection.
    if (!incoming.complete) setTimeout(cut, LINGER_MS).unref();
  });
};

/** Chunked bodies declare no length: they are cut off, with an error, when they pass the bound. */
export const boundBody = (request: Request, incoming: IncomingMessage, { bytes }: BodyLimit): Request => {
  if (incoming.headers['transfer-encoding'] === undefined || !request.body) return request;
  let seen = 0;
  const bounded = request.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        seen += chunk.byteLength;
        if (seen > bytes) controller.error(new RangeError('request body too large'));
        else controller.enqueue(chunk);
      },
    }),
  );
  return new Request(request.url, {
    method: request.method,
    headers: request.headers,
    body: bounded,
    signal: request.signal,
    duplex: 'half',
  });
};
