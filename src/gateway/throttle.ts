/** A token bucket: so many requests a second on the average, so many at once. */
import type { Clock } from '../core/ports.ts';

export type Throttle = () => boolean;

/** Answers whether one more request may pass. */
export const createThrottle = (
  clock: Clock,
  { rate, burst }: { readonly rate: number; readonly burst: number },
): Throttle => {
  let left = burst;
  let at = clock.now();
  return () => {
    const now = clock.now();
    left = Math.min(burst, left + (Math.max(0, now - at) / 1000) * rate);
    at = now;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
};
