/** How a body goes to the backend: held to what the client signed, in the form that the backend takes. */
import type { IncomingMessage } from 'node:http';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ProvedSignature } from '../../../core/credentials/signature/verify.ts';
import { UNSIGNED_PAYLOAD } from '../../../core/credentials/signature/verify.ts';
import { ServiceRefused } from '../refused.ts';
import type { OutboundBody } from '../upstream.ts';
import { ChunkReader, type ChunkSigning } from './chunks.ts';
import { ChunkWriter, chunkedLength, HashCheck, HoldBack } from './passing.ts';
import { type ChunkedPayload, EMPTY_HASH, type S3Payload, trailerLength } from './payload.ts';

export interface PreparedBody {
  readonly body?: OutboundBody;
  readonly payloadHash: string;
  /** That tell of the body's form. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface BodyRules {
  readonly signing?: ChunkSigning | undefined;
  /** The backend takes checksums behind the body. */
  readonly trailers: boolean;
}

const STREAMED = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';

export const prepareBody = (from: IncomingMessage, payload: S3Payload, rules: BodyRules): PreparedBody => {
  switch (payload.kind) {
    case 'none':
      return { payloadHash: EMPTY_HASH, headers: {} };
    case 'unsigned':
      return {
        payloadHash: UNSIGNED_PAYLOAD,
        headers: {},
        body: { from, through: [new HoldBack()], length: payload.length },
      };
    case 'hash':
      return {
        payloadHash: payload.hash,
        headers: {},
        body: { from, through: [new HashCheck(payload.hash), new HoldBack()], length: payload.length },
      };
    case 'chunks':
      return chunkedBody(from, payload, rules);
  }
};

const chunkedBody = (
  from: IncomingMessage,
  payload: ChunkedPayload,
  { signing, trailers }: BodyRules,
): PreparedBody => {
  const { trailer, length } = payload;
  const forwards = trailers && trailer !== undefined;
  const reader = new ChunkReader({ payload, signing, check: !forwards });
  if (!forwards) {
    return { payloadHash: UNSIGNED_PAYLOAD, headers: {}, body: { from, through: [reader, new HoldBack()], length } };
  }
  const writer = new ChunkWriter(length, () => `${trailer}:${reader.trailer ?? ''}`);
  return {
    payloadHash: STREAMED,
    headers: { 'x-amz-trailer': trailer, 'x-amz-decoded-content-length': String(length) },
    body: { from, through: [reader, writer], length: chunkedLength(length) + trailerLength(trailer) },
  };
};

export const signingOf = async ({ parts, signingKey }: ProvedSignature): Promise<ChunkSigning> => ({
  key: await signingKey(),
  longDate: parts.longDate,
  scope: `${parts.scopeDate}/${parts.region}/${parts.service}/aws4_request`,
  seed: parts.signature,
});

/** A small body as a whole, held to what was signed. Throws `ServiceRefused`. */
export const readBody = async (
  from: IncomingMessage,
  payload: S3Payload,
  signing: ChunkSigning | undefined,
  most: number,
): Promise<Buffer> => {
  const { body } = prepareBody(from, payload, { signing, trailers: false });
  if (body === undefined || 'bytes' in body) return Buffer.alloc(0);
  if (body.length > most) throw tooLarge();
  const parts: Buffer[] = [];
  const into = new Writable({
    write(part: Buffer, _, done) {
      parts.push(part);
      done();
    },
  });
  const [first, ...others] = body.through;
  from.pipe(first);
  from.once('close', () => first.destroy());
  await pipeline([first, ...others, into]);
  return Buffer.concat(parts);
};

const tooLarge = () => new ServiceRefused('MaxMessageLengthExceeded', 400, 'Your request was too big.');
