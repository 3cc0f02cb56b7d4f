/** Prometheus metrics. Labels come from closed sets, and no label may grow past a bound: a scrape stays small. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface RequestMetric {
  readonly door?: string | undefined;
  readonly operation?: string | undefined;
  readonly errorCode?: string | undefined;
  readonly status: number;
  readonly durationMs: number;
}

/** Asked at each scrape. */
export interface Gauges {
  /** Messages that are due for delivery, up to a thousand. */
  outboxDepth?(): number | Promise<number>;
  /** Crypto jobs that wait for a thread. */
  cryptoQueue?(): number;
}

export interface Metrics {
  request(metric: RequestMetric): void;
  commit(outcome: 'ok' | 'guard' | 'error', durationMs: number): void;
  delivery(channel: 'EMAIL' | 'SMS', outcome: 'sent' | 'retried' | 'failed'): void;
  /** `trigger` as LambdaConfig names it; `outcome` is `answered` or the kind of failure. */
  functionCall(trigger: string, outcome: string, durationMs: number): void;
  /** Call once the parts stand. */
  watch(gauges: Gauges): void;
  /** The Prometheus text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** Distinct values that one label may have; the model has fewer operations and errors than this. */
const LABEL_BOUND = 400;

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export const createMetrics = (): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 20 });
  const registers = [registry];
  const requests = new Counter({
    name: 'poolhouse_requests_total',
    help: 'Requests answered, by door, operation and error code.',
    labelNames: ['door', 'operation', 'status', 'error'],
    registers,
  });
  const durations = new Histogram({
    name: 'poolhouse_request_duration_seconds',
    help: 'Time from a request to the end of its answer.',
    labelNames: ['door', 'operation'],
    buckets: SECONDS,
    registers,
  });
  const commits = new Histogram({
    name: 'poolhouse_commit_duration_seconds',
    help: 'Time of commits to the store, by outcome.',
    labelNames: ['outcome'],
    buckets: SECONDS,
    registers,
  });
  const deliveries = new Counter({
    name: 'poolhouse_deliveries_total',
    help: 'Attempts to deliver messages, by outcome.',
    labelNames: ['channel', 'outcome'],
    registers,
  });
  const calls = new Histogram({
    name: 'poolhouse_function_duration_seconds',
    help: 'Time of calls of trigger functions, by outcome.',
    labelNames: ['trigger', 'outcome'],
    buckets: SECONDS,
    registers,
  });
  const bounded = { operation: boundedLabel(), door: boundedLabel(), error: boundedLabel() };
  return {
    request({ door, operation, errorCode, status, durationMs }) {
      const labels = { door: bounded.door(door ?? 'none'), operation: bounded.operation(operation ?? 'none') };
      requests.inc({ ...labels, status: statusClass(status), error: bounded.error(errorCode ?? '') });
      durations.observe(labels, durationMs / 1000);
    },
    commit: (outcome, durationMs) => commits.observe({ outcome }, durationMs / 1000),
    delivery: (channel, outcome) => deliveries.inc({ channel, outcome }),
    functionCall: (trigger, outcome, durationMs) => calls.observe({ trigger, outcome }, durationMs / 1000),
    watch: (gauges) => watchGauges(gauges, registers),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
};

const statusClass = (status: number): string => `${Math.floor(status / 100)}xx`;

const boundedLabel = () => {
  const seen = new Set<string>();
  return (value: string): string => {
    if (seen.size < LABEL_BOUND) seen.add(value);
    return seen.has(value) ? value : 'other';
  };
};

const watchGauges = ({ outboxDepth, cryptoQueue }: Gauges, registers: Registry[]): void => {
  if (outboxDepth)
    gauge('poolhouse_outbox_messages', 'Messages that are due for delivery, up to 1000.', outboxDepth, registers);
  if (cryptoQueue) gauge('poolhouse_crypto_queue', 'Crypto jobs that wait for a thread.', cryptoQueue, registers);
};

const gauge = (name: string, help: string, read: () => number | Promise<number>, registers: Registry[]): void => {
  new Gauge({
    name,
    help,
    registers,
    async collect() {
      this.set(await read());
    },
  });
};
