/** Drives a scenario at a fixed concurrency and measures it, the server's CPU time included. */
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';

export interface Measured {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** CPU that the server spent on one operation (ms, all its threads). */
  readonly cpuMs: number;
  readonly operations: number;
  /** What the server held at the end. */
  readonly residentMb: number;
}

export interface LoadOptions {
  readonly seconds: number;
  readonly concurrency: number;
  readonly serverPid: number;
}

/** Until the runtime has compiled what is hot, which goes by the number of calls: a server runs for weeks. */
const WARM_UP = { seconds: 3, operations: 4_000, atMostSeconds: 15 };
/** Linux counts CPU time in hundredths of a second (`getconf CLK_TCK`). */
const TICK_MS = 10;

export const drive = async (one: (turn: number) => Promise<void>, options: LoadOptions): Promise<Measured> => {
  await warmUp(one, options);
  const cpuBefore = cpuMsOf(options.serverPid);
  const { latencies, seconds } = await run(one, options);
  const cpuMs = cpuMsOf(options.serverPid) - cpuBefore;
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return {
    perSecond: latencies.length / seconds,
    p50: at(0.5),
    p99: at(0.99),
    cpuMs: cpuMs / latencies.length,
    operations: latencies.length,
    residentMb: residentMb(options.serverPid),
  };
};

const warmUp = async (one: (turn: number) => Promise<void>, options: LoadOptions): Promise<void> => {
  const { seconds, operations, atMostSeconds } = WARM_UP;
  const { latencies } = await run(one, { ...options, seconds });
  const missing = operations - latencies.length;
  if (missing <= 0) return;
  await run(one, { ...options, seconds: Math.min(atMostSeconds - seconds, (missing / latencies.length) * seconds) });
};

const run = async (one: (turn: number) => Promise<void>, { seconds, concurrency }: LoadOptions) => {
  const latencies: number[] = [];
  const started = performance.now();
  const end = started + seconds * 1000;
  let turn = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() < end) {
      const begun = performance.now();
      await one(turn++);
      latencies.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return { latencies, seconds: (performance.now() - started) / 1000 };
};

const cpuMsOf = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
};

export const residentMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** One call of the user pools API; rejects on anything but 200. */
export const call = <Answer>(endpoint: string, operation: string, input: object): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const body = JSON.stringify(input);
    const sent = request(
      endpoint,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
          'content-length': Buffer.byteLength(body),
          // `dev` takes any key that it did not issue; public operations do not look at it.
          authorization:
            'AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/cognito-idp/aws4_request, SignedHeaders=host;x-amz-date, Signature=0',
          'x-amz-date': '20260101T000000Z',
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => {
          if (response.statusCode === 200) resolve(JSON.parse(text) as Answer);
          else reject(new Error(`${operation} answered ${response.statusCode}: ${text}`));
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });

/** A form to an endpoint of OAuth; rejects on anything but 200. */
export const postForm = (address: string, form: string): Promise<void> =>
  ask(address, form, {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(form)),
  });

/** A body with its headers; rejects on anything but 200. */
export const send = (address: string, body: string, headers: Readonly<Record<string, string>>): Promise<void> =>
  ask(address, body, { ...headers, 'content-length': String(Buffer.byteLength(body)) });

/** Rejects on anything but 200. */
export const fetchPage = (address: string): Promise<void> => ask(address, undefined, { accept: 'text/html' });

const ask = (address: string, body: string | undefined, headers: Record<string, string>): Promise<void> =>
  new Promise((resolve, reject) => {
    const sent = request(address, { method: body === undefined ? 'GET' : 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`${address} answered ${response.statusCode}: ${text}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });

export const closeConnections = (): void => agent.destroy();
