import type { IncomingMessage } from 'node:http';

/** The listener's own bound on bodies, above every door's: nothing that reads a body can be made to fill the memory. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024;

export const declaredTooLarge = (contentLength: string | undefined): boolean =>
  Number(contentLength ?? 0) > MAX_BODY_BYTES;

/** Chunked bodies declare no length: they are cut off, with an error, when they pass the bound. */
export const boundBody = (request: Request, incoming: IncomingMessage): Request => {
  if (incoming.headers['transfer-encoding'] === undefined || !request.body) return request;
  let seen = 0;
  const bounded = request.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        seen += chunk.byteLength;
        if (seen > MAX_BODY_BYTES) controller.error(new RangeError('request body too large'));
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
