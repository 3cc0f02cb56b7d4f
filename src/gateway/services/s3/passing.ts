/** What a body passes on its way: nothing of it is complete at the backend before all of it was found right. */
import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { hashMismatch } from './payload.ts';

/** Keeps the newest piece until the stream before it has ended well: a request without it never counts as complete. */
export class HoldBack extends Transform {
  #held: Buffer | undefined;

  override _transform(bytes: Buffer, _: BufferEncoding, done: TransformCallback): void {
    const before = this.#held;
    this.#held = bytes;
    done(null, before);
  }

  override _flush(done: TransformCallback): void {
    done(null, this.#held);
  }
}

/** Ends with an error unless the hash is the one that was signed. */
export class HashCheck extends Transform {
  readonly #hash = createHash('sha256');
  readonly #expected: string;

  constructor(expected: string) {
    super();
    this.#expected = expected;
  }

  override _transform(bytes: Buffer, _: BufferEncoding, done: TransformCallback): void {
    this.#hash.update(bytes);
    done(null, bytes);
  }

  override _flush(done: TransformCallback): void {
    done(this.#hash.digest('hex') === this.#expected ? null : hashMismatch());
  }
}

/** Of the body that is sent on in chunks. */
const BLOCK = 64 * 1024;

const sizeLine = (size: number): string => `${size.toString(16)}\r\n`;

/** The length of a body in blocks, without what comes behind it. */
export const chunkedLength = (length: number): number => {
  const full = Math.floor(length / BLOCK);
  const rest = length % BLOCK;
  const ofBlock = (size: number) => sizeLine(size).length + size + 2;
  return full * ofBlock(BLOCK) + (rest > 0 ? ofBlock(rest) : 0) + sizeLine(0).length;
};

/** Writes aws-chunked without signatures, the checksum behind it. */
export class ChunkWriter extends Transform {
  #left: number;
  #inBlock = 0;
  readonly #trailer: () => string;

  /** @param trailer `name:value`, asked for at the end */
  constructor(length: number, trailer: () => string) {
    super();
    this.#left = length;
    this.#trailer = trailer;
  }

  override _transform(bytes: Buffer, _: BufferEncoding, done: TransformCallback): void {
    let rest = bytes;
    while (rest.length > 0) {
      if (this.#inBlock === 0) this.#begin();
      const part = rest.subarray(0, this.#inBlock);
      this.push(part);
      this.#inBlock -= part.length;
      if (this.#inBlock === 0) this.push('\r\n');
      rest = rest.subarray(part.length);
    }
    done();
  }

  #begin(): void {
    this.#inBlock = Math.min(BLOCK, this.#left);
    this.#left -= this.#inBlock;
    this.push(sizeLine(this.#inBlock));
  }

  override _flush(done: TransformCallback): void {
    done(null, `${sizeLine(0)}${this.#trailer()}\r\n\r\n`);
  }
}
