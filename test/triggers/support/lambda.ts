/**
 * A server that speaks Lambda's Invoke API; its functions are those of the test. The tests reach it as a deployment
 * would, through the adapter for Lambda endpoints, with only the time limit made short.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createFunctions } from '../../../src/adapters/functions/index.ts';
import { createLog } from '../../../src/adapters/log.ts';
import type { Functions } from '../../../src/core/ports.ts';

// biome-ignore lint/suspicious/noExplicitAny: events are whatever came over the wire
export type Event = any;
export type Handler = (event: Event) => unknown;

/** An answer that is no JSON. */
export class Raw {
  readonly body: string;

  constructor(body: string) {
    this.body = body;
  }
}

export interface LambdaServer {
  /** The port's own, against this server. */
  readonly functions: Functions;
  /** What the limit was at each call, in ms. */
  readonly limits: number[];
  /** A function under a new name; answers its ARN. */
  deploy(handler: Handler): string;
  /** What a function was called with so far, oldest first. */
  events(arn: string): Event[];
  stop(): Promise<void>;
}

export const NEVER: Handler = () => new Promise(() => undefined);
/** The ARN of a function that does not exist. */
export const NOWHERE = 'arn:aws:lambda:us-east-1:123456789012:function:nowhere';

const LIMIT_MS = 200;

export const startLambda = async (): Promise<LambdaServer> => {
  const handlers = new Map<string, Handler>();
  const calls = new Map<string, Event[]>();
  const limits: number[] = [];
  const server = createServer((request, response) => void serve(handlers, calls, request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const real = createFunctions({
    routes: [],
    lambdaEndpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reload: false,
    log: await createLog({ level: 'silent' as 'error', format: 'json' }),
    environment: {},
  });
  return {
    functions: {
      invoke: (call) => {
        limits.push(call.timeoutMs);
        return real.invoke({ ...call, timeoutMs: LIMIT_MS });
      },
    },
    limits,
    deploy: (handler) => {
      const arn = `arn:aws:lambda:us-east-1:123456789012:function:f${handlers.size}`;
      handlers.set(arn, handler);
      calls.set(arn, []);
      return arn;
    },
    events: (arn) => calls.get(arn) ?? [],
    stop: async () => {
      await real.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

const serve = async (
  handlers: ReadonlyMap<string, Handler>,
  calls: ReadonlyMap<string, Event[]>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const arn = decodeURIComponent(request.url?.split('/')[3] ?? '');
  const event: Event = JSON.parse(await text(request));
  calls.get(arn)?.push(structuredClone(event));
  const handler = handlers.get(arn);
  if (!handler) {
    response.writeHead(404, { 'x-amzn-errortype': 'ResourceNotFoundException:' }).end('{}');
    return;
  }
  try {
    const answer = await handler(event);
    response.writeHead(200).end(answer instanceof Raw ? answer.body : (JSON.stringify(answer) ?? 'null'));
  } catch (error) {
    const { message: errorMessage, name: errorType } = error as Error;
    response.writeHead(200, { 'x-amz-function-error': 'Unhandled' }).end(JSON.stringify({ errorMessage, errorType }));
  }
};
