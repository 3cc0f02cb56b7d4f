import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { createMetrics } from '../../src/metrics.ts';
import { createHealthDoor, type HealthParts } from '../../src/server/health.ts';
import type { RequestFacts } from '../../src/server/request-env.ts';
import { startTestApp } from '../support/test-app.ts';

const LOCAL: RequestFacts = { id: 'r', sourceIp: '127.0.0.1', secure: false, forwarded: false };

const ask = (path: string, parts: Partial<HealthParts> = {}, facts = LOCAL, headers: Record<string, string> = {}) => {
  const all: HealthParts = {
    ready: async () => undefined,
    isDraining: () => false,
    metrics: createMetrics(),
    ...parts,
  };
  return createHealthDoor(all).request(path, { headers }, { facts: { ...facts } } as never);
};

describe('readiness', () => {
  test('live as long as it answers, ready while the store answers', async () => {
    const away = { ready: () => Promise.reject(new Error('connect postgres://u:hunter2@db')) };
    expect((await ask('/health/live', away)).status).toBe(200);
    expect((await ask('/health/ready')).status).toBe(200);
    const answer = await ask('/health/ready', away);
    expect(answer.status).toBe(503);
    expect(await answer.text()).not.toContain('hunter2');
  });

  test('not ready while draining, nor when the store takes too long', async () => {
    expect((await ask('/health/ready', { isDraining: () => true })).status).toBe(503);
    expect((await ask('/health/ready', { ready: () => new Promise(() => undefined) })).status).toBe(503);
  });
});

test('counts its own requests as its own, and nobody else’s', async () => {
  const doors: (string | undefined)[] = [];
  for (const path of ['/health/live', '/metrics', '/elsewhere']) {
    const facts: RequestFacts = { ...LOCAL };
    const parts: HealthParts = { ready: async () => undefined, isDraining: () => false, metrics: createMetrics() };
    const whole = new Hono().route('/', createHealthDoor(parts)).get('/elsewhere', (c) => c.body(null));
    await whole.request(path, {}, { facts });
    doors.push(facts.door);
  }
  expect(doors).toEqual(['health', 'health', undefined]);
});

describe('/metrics', () => {
  test('without a token it answers loopback only, and never through a proxy', async () => {
    expect((await ask('/metrics')).status).toBe(200);
    expect((await ask('/metrics', {}, { ...LOCAL, sourceIp: '203.0.113.9' })).status).toBe(403);
    expect((await ask('/metrics', {}, { ...LOCAL, forwarded: true })).status).toBe(403);
  });

  test('with a token it answers those who have it, from anywhere', async () => {
    const parts = { metricsToken: 'kZ3vQ9xWm2LrT7yB' };
    const far = { ...LOCAL, sourceIp: '203.0.113.9' };
    expect((await ask('/metrics', parts)).status).toBe(401);
    expect((await ask('/metrics', parts, far, { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await ask('/metrics', parts, far, { authorization: 'Bearer kZ3vQ9xWm2LrT7yB' })).status).toBe(200);
  });

  test('counts requests by door, operation and error, and labels cannot grow without bound', async () => {
    const metrics = createMetrics();
    const request = {
      door: 'aws',
      operation: 'SignUp',
      errorCode: 'UsernameExistsException',
      status: 400,
      durationMs: 12,
    };
    metrics.request(request);
    metrics.request(request);
    for (let each = 0; each < 2_000; each += 1) metrics.request({ ...request, operation: `Made-up-${each}` });
    metrics.delivery('EMAIL', 'retried');
    metrics.commit('guard', 3);
    metrics.watch({ outboxDepth: async () => 7, cryptoQueue: () => 3 });
    const text = await metrics.text();
    expect(text).toContain(
      'poolhouse_requests_total{door="aws",operation="SignUp",status="4xx",error="UsernameExistsException"} 2',
    );
    expect(text).toContain('operation="other"');
    expect(text.split('\n').filter((line) => line.startsWith('poolhouse_requests_total')).length).toBeLessThan(500);
    expect(text).toContain('poolhouse_deliveries_total{channel="EMAIL",outcome="retried"} 1');
    expect(text).toContain('poolhouse_commit_duration_seconds_count{outcome="guard"} 1');
    expect(text).toContain('poolhouse_outbox_messages 7');
    expect(text).toContain('poolhouse_crypto_queue 3');
    expect(text).toContain('nodejs_eventloop_lag_seconds');
  });
});

test('a running server counts what it answers, unknown operations under one name', async () => {
  const app = await startTestApp();
  for (const target of ['NoSuchOperation1', 'NoSuchOperation2']) {
    await fetch(app.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${target}` },
    });
  }
  const text = await (await fetch(`${app.endpoint}/metrics`)).text();
  expect(text).not.toContain('NoSuchOperation');
  expect(text).toContain('error="UnknownOperationException"');
  expect(text).toMatch(/poolhouse_commit_duration_seconds_count\{outcome="ok"\} [1-9]/);
  expect(text).toContain('poolhouse_outbox_messages 0');
  expect(text).toContain('poolhouse_crypto_queue 0');
  await app.stop();
});
