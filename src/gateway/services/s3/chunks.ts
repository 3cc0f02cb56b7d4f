/**
 * Reads aws-chunked bodies: gives what is in the chunks, holds every signature, and the checksum behind them, to what
 * was signed. Ends well only when all of it held.
 * Source: S3 API reference, "Signature Calculations for the Authorization Header: Transferring Payload in Multiple
 * Chunks" and "… with trailing headers".
 */
import { createHash, createHmac, type Hash, timingSafeEqual } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { ServiceRefused } from '../refused.ts';
import { type Checksum, checksumOf } from './checksums.ts';
import { type ChunkedPayload, EMPTY_HASH } from './payload.ts';

/** How chunks are signed, each after the one before. */
export interface ChunkSigning {
  readonly key: Uint8Array;
  readonly longDate: string;
  /** `20260101/us-east-1/s3/aws4_request` */
  readonly scope: string;
  /** The signature of the request's head. */
  readonly seed: string;
}

/** Bytes. A line that tells of a chunk has about a hundred; one checksum with its signature, two hundred. */
const MAX_LINE = 1_024;
const MAX_TRAILER = 4_096;

export interface ChunkReading {
  readonly payload: ChunkedPayload;
  readonly signing?: ChunkSigning | undefined;
  /** Whether the checksum is computed here, or the one who is sent it looks at it. */
  readonly check: boolean;
}

export class ChunkReader extends Transform {
  /** After the end: the checksum that came behind, as it came. */
  trailer: string | undefined;

  readonly #payload: ChunkedPayload;
  readonly #signatures: Signatures | undefined;
  readonly #checksum: Checksum | undefined;
  #state: 'line' | 'data' | 'after' | 'trailer' = 'line';
  #pending: Buffer = Buffer.alloc(0);
  /** Of the chunk that is being read. */
  #left = 0;
  #seen = 0;

  constructor({ payload, signing, check }: ChunkReading) {
    super();
    this.#payload = payload;
    this.#signatures = signing && new Signatures(signing);
    this.#checksum = check && payload.trailer !== undefined ? checksumOf(payload.trailer) : undefined;
  }

  override _transform(bytes: Buffer, _: BufferEncoding, done: TransformCallback): void {
    try {
      this.#read(bytes);
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    try {
      this.#end();
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  #read(bytes: Buffer): void {
    let rest = bytes;
    while (rest.length > 0) {
      if (this.#state === 'data') rest = this.#data(rest);
      else if (this.#state === 'trailer') rest = this.#gather(rest, MAX_TRAILER);
      else rest = this.#line(rest);
    }
  }

  #gather(bytes: Buffer, most: number): Buffer {
    if (this.#pending.length + bytes.length > most) throw broken();
    this.#pending = Buffer.concat([this.#pending, bytes]);
    return Buffer.alloc(0);
  }

  #line(bytes: Buffer): Buffer {
    const at = bytes.indexOf(LF);
    if (at < 0) return this.#gather(bytes, MAX_LINE);
    this.#gather(bytes.subarray(0, at + 1), MAX_LINE);
    const text = this.#pending.toString('latin1');
    this.#pending = Buffer.alloc(0);
    if (!text.endsWith('\r\n')) throw broken();
    if (this.#state === 'after') this.#afterData(text);
    else this.#begin(text.slice(0, -2));
    return bytes.subarray(at + 1);
  }

  #afterData(text: string): void {
    if (text !== '\r\n') throw broken();
    this.#state = 'line';
  }

  #begin(text: string): void {
    const [, size = '', signature] = /^([0-9a-fA-F]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(text) ?? [];
    if (size === '' || (signature === undefined) !== (this.#signatures === undefined)) throw broken();
    this.#left = Number.parseInt(size, 16);
    this.#seen += this.#left;
    if (this.#seen > this.#payload.length) throw broken();
    this.#signatures?.begin(signature as string);
    this.#state = 'data';
    if (this.#left > 0) return;
    this.#signatures?.end();
    this.#state = 'trailer';
  }

  #data(bytes: Buffer): Buffer {
    const part = bytes.subarray(0, this.#left);
    this.#left -= part.length;
    this.#signatures?.update(part);
    this.#checksum?.update(part);
    this.push(part);
    if (this.#left === 0) {
      this.#signatures?.end();
      this.#state = 'after';
    }
    return bytes.subarray(part.length);
  }

  #end(): void {
    if (this.#state !== 'trailer' || this.#seen !== this.#payload.length) throw broken();
    const lines = this.#pending.toString('latin1').split(/\r?\n/);
    const fields = lines.filter((line) => line.trim() !== '').map(fieldOf);
    const { trailer: name } = this.#payload;
    const expected = [...(name ? [name] : []), ...(name && this.#signatures ? ['x-amz-trailer-signature'] : [])];
    if (fields.length !== expected.length || fields.some(([field], at) => field !== expected[at])) throw broken();
    const [checksum, signature] = fields.map(([, value]) => value);
    if (name === undefined || checksum === undefined) return;
    this.#signatures?.endTrailer(`${name}:${checksum}\n`, signature ?? '');
    if (this.#checksum && this.#checksum.value() !== checksum) throw badDigest(name);
    this.trailer = checksum;
  }
}

const LF = 0x0a;

const fieldOf = (line: string): [name: string, value: string] => {
  const at = line.indexOf(':');
  return [line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()];
};

class Signatures {
  readonly #signing: ChunkSigning;
  #previous: string;
  #claimed = '';
  #hash: Hash = createHash('sha256');

  constructor(signing: ChunkSigning) {
    this.#signing = signing;
    this.#previous = signing.seed;
  }

  begin(claimed: string): void {
    this.#claimed = claimed;
    this.#hash = createHash('sha256');
  }

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  end(): void {
    this.#hold('AWS4-HMAC-SHA256-PAYLOAD', [EMPTY_HASH, this.#hash.digest('hex')], this.#claimed);
  }

  endTrailer(text: string, claimed: string): void {
    this.#hold('AWS4-HMAC-SHA256-TRAILER', [createHash('sha256').update(text).digest('hex')], claimed);
  }

  #hold(algorithm: string, hashes: readonly string[], claimed: string): void {
    const { key, longDate, scope } = this.#signing;
    const text = [algorithm, longDate, scope, this.#previous, ...hashes].join('\n');
    const signature = createHmac('sha256', key).update(text).digest();
    const said = Buffer.from(claimed, 'hex');
    if (said.length !== signature.length || !timingSafeEqual(said, signature)) throw mismatch();
    this.#previous = claimed;
  }
}

const mismatch = () =>
  new ServiceRefused(
    'SignatureDoesNotMatch',
    403,
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  );

const broken = () => new ServiceRefused('IncompleteBody', 400, 'The request body terminated unexpectedly');

const badDigest = (name: string) =>
  new ServiceRefused(
    'BadDigest',
    400,
    `The ${name.slice('x-amz-checksum-'.length).toUpperCase()} you specified did not match the calculated checksum.`,
  );
