/**
 * Request rates per operation category, as token buckets: a second's worth may come at once, then the rate holds.
 * Counted on each node by itself. Public operations are counted per pool, signed ones per account and region.
 */
import type { RateCategory } from '../config/rate-categories.ts';
import { ServiceError } from '../core/errors.ts';
import type { Clock } from '../core/ports.ts';
import { rateCategory, rateQuotas } from './rate-limit-categories.ts';

export interface RateLimitOptions {
  readonly enabled: boolean;
  /** Multiplies Amazon Cognito's default quotas. */
  readonly factor: number;
  /** Requests per second that replace a category's quota. */
  readonly overrides: Partial<Record<RateCategory, number>>;
}

/** Throws TooManyRequestsException when the caller's bucket is empty. */
export type RateLimit = (operation: string, owner: string) => void;

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** Above this many owners, buckets that are full again (and so say nothing) are dropped. */
const MANY_BUCKETS = 10_000;

export const createRateLimit = (clock: Clock, options: RateLimitOptions): RateLimit => {
  if (!options.enabled) return () => {};
  const buckets = new Map<string, Bucket>();
  return (operation, owner) => {
    const category = rateCategory(operation);
    const rate = options.overrides[category] ?? rateQuotas[category].requestsPerSecond * options.factor;
    const now = clock.now();
    if (buckets.size > MANY_BUCKETS) dropFull(buckets, now);
    const key = `${category}/${owner}`;
    const bucket = buckets.get(key) ?? { tokens: rate, filledAt: now };
    buckets.set(key, bucket);
    bucket.tokens = Math.min(rate, bucket.tokens + ((now - bucket.filledAt) / 1000) * rate);
    bucket.filledAt = now;
    if (bucket.tokens < 1) throw new ServiceError('TooManyRequestsException', 'Rate exceeded');
    bucket.tokens -= 1;
  };
};

/** A second without use fills any bucket. */
const dropFull = (buckets: Map<string, Bucket>, now: number): void => {
  for (const [key, bucket] of buckets) if (now - bucket.filledAt >= 1000) buckets.delete(key);
};
