/** /health/live, /health/ready and /metrics: what an operator's machines ask. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import { isLoopback } from '../config/addresses.ts';
import type { Metrics } from '../metrics.ts';
import type { RequestEnv } from './request-env.ts';

export interface HealthParts {
  /** Rejects while the service cannot do its work: the store is out of reach, migrations are not done. */
  ready(): Promise<void>;
  /** True from SIGTERM on. */
  isDraining(): boolean;
  readonly metrics: Metrics;
  /** Bearer token that /metrics asks for; without one it answers direct calls from loopback only. */
  readonly metricsToken?: string | undefined;
}

const READY_WITHIN_MS = 2_000;
const NO_STORE = { 'cache-control': 'no-store' };

export const createHealthDoor = (parts: HealthParts): Hono<{ Bindings: RequestEnv }> => {
  const door = new Hono<{ Bindings: RequestEnv }>();
  // Named, since what stands at no address here is another door's, and belongs into its log lines and metrics.
  for (const path of ['/health/*', '/metrics']) {
    door.use(path, async (c, next) => {
      if (c.env.facts) c.env.facts.door = 'health';
      await next();
    });
  }
  door.get('/health/live', (c) => c.json({ status: 'live' }, 200, NO_STORE));
  door.get('/health/ready', async (c) => {
    const state = parts.isDraining() ? 'draining' : await readiness(parts);
    return c.json({ status: state }, state === 'ready' ? 200 : 503, NO_STORE);
  });
  door.get('/metrics', async (c) => {
    if (!mayScrape(parts, c.env, c.req.header('authorization'))) {
      return c.text(
        'Metrics need a token (metrics-token) or a direct call from loopback.\n',
        parts.metricsToken ? 401 : 403,
        {
          ...(parts.metricsToken ? { 'www-authenticate': 'Bearer' } : {}),
        },
      );
    }
    return c.body(await parts.metrics.text(), 200, { 'content-type': parts.metrics.contentType, ...NO_STORE });
  });
  return door;
};

/** Why it is not ready stays in the log: the answer is public. */
const readiness = async ({ ready }: HealthParts): Promise<'ready' | 'unavailable'> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(reject, READY_WITHIN_MS, new Error('late'));
  });
  try {
    await Promise.race([ready(), late]);
    return 'ready';
  } catch {
    return 'unavailable';
  } finally {
    clearTimeout(timer);
  }
};

const mayScrape = (
  { metricsToken }: HealthParts,
  { facts }: RequestEnv,
  authorization: string | undefined,
): boolean => {
  if (metricsToken) return authorization !== undefined && sameText(authorization, `Bearer ${metricsToken}`);
  return isLoopback(facts.sourceIp) && !facts.forwarded;
};

/** Constant-time, whatever the lengths. */
const sameText = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
