/** Comparisons of secrets. */
import { timingSafeEqual } from 'node:crypto';

const bytesOf = (value: Uint8Array | string): Uint8Array => (typeof value === 'string' ? Buffer.from(value) : value);

/** Takes the same time wherever the values differ; only a difference in length shows. */
export function constantTimeEqual(a: Uint8Array | string, b: Uint8Array | string): boolean {
  const left = bytesOf(a);
  const right = bytesOf(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
