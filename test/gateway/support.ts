/** A server with its gateway, a real upstream behind it, a pool with people in front. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, request, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AdminAddUserToGroupCommand,
  AdminInitiateAuthCommand,
  CreateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { type FunctionCall, FunctionFailed, type Functions } from '../../src/core/ports.ts';
import { createClient, createConfirmedUser, createPool, PASSWORD } from '../support/builders.ts';
import { startTestApp, type TestApp, type TestAppOptions } from '../support/test-app.ts';

export interface Heard {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

export interface Upstream {
  readonly url: string;
  readonly heard: Heard[];
  readonly server: Server;
  close(): Promise<void>;
}

/** Answers what it was asked, unless told otherwise. */
export const startUpstream = async (answer?: (heard: Heard, response: ServerResponse) => void): Promise<Upstream> => {
  const heard: Heard[] = [];
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers, rawHeaders } = incoming;
    const each = { method, url, headers, rawHeaders, body: Buffer.concat(chunks).toString() };
    heard.push(each);
    if (answer) return answer(each, response);
    response.writeHead(200, { 'content-type': 'application/json', 'x-upstream': 'yes' });
    response.end(JSON.stringify({ method, url, headers, body: each.body }));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    server,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

// biome-ignore lint/suspicious/noExplicitAny: events are free JSON, and each test knows its own.
export type Handler = (event: any, call: FunctionCall) => unknown;

export const functionArn = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
export const invocationUri = (name: string): string =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn(name)}/invocations`;

export const never = (): Promise<never> => new Promise(() => undefined);

/** Functions in this process, with the runtime's own ways to fail. */
const inProcess = (handlers: Readonly<Record<string, Handler>>, calls: FunctionCall[]): Functions => ({
  async invoke(call) {
    calls.push(call);
    const handler = handlers[call.arn.split(':')[6] ?? ''];
    if (!handler) throw new FunctionFailed('unavailable', { errorType: 'ResourceNotFoundException' });
    const late = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new FunctionFailed('timeout')), Math.min(call.timeoutMs, 1_000)).unref();
    });
    late.catch(() => undefined);
    try {
      const answer = await Promise.race([handler(structuredClone(call.event), call), late]);
      return answer === undefined ? null : JSON.parse(JSON.stringify(answer));
    } catch (error) {
      if (error instanceof FunctionFailed) throw error;
      throw new FunctionFailed('error', { errorType: 'Error', errorMessage: (error as Error).message });
    }
  },
});

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers are free JSON, and each test knows its own.
  readonly json: any;
}

export interface Gateway {
  readonly app: TestApp;
  readonly folder: string;
  readonly calls: FunctionCall[];
  readonly pool: string;
  readonly client: string;
  /** Serves a document under a name, from when this resolves. */
  serve(name: string, document: object | string): Promise<void>;
  write(name: string, document: object | string): Promise<void>;
  /** The path goes over the wire as it is. */
  ask(
    path: string,
    init?: { method?: string; headers?: Record<string, string | string[]>; body?: string | Buffer },
  ): Promise<Answer>;
  /** Bytes over the wire. */
  raw(text: string): Promise<string>;
  signIn(name?: string): Promise<{ id: string; access: string; username: string; sub: string }>;
  stop(): Promise<void>;
}

export interface GatewayOptions extends Pick<TestAppOptions, 'flags'> {
  readonly handlers?: Readonly<Record<string, Handler>>;
}

export const startGateway = async (options: GatewayOptions = {}): Promise<Gateway> => {
  const folder = await mkdtemp(join(tmpdir(), 'poolhouse-apis-'));
  await mkdir(folder, { recursive: true });
  const calls: FunctionCall[] = [];
  const functions = inProcess(options.handlers ?? {}, calls);
  const app = await startTestApp({ flags: { gateway: folder, ...options.flags }, functions });
  const pool = await createPool(app);
  const client = await createClient(app, pool.Id);
  const { port } = new URL(app.gateway);
  const write = (name: string, document: object | string): Promise<void> =>
    writeFile(join(folder, name), typeof document === 'string' ? document : JSON.stringify(document));
  const ask: Gateway['ask'] = (path, { method = 'GET', headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parsed(text) });
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  return {
    app,
    folder,
    calls,
    pool: pool.Id,
    client: client.ClientId,
    write,
    ask,
    async serve(name, document) {
      const marker = `m${crypto.randomUUID()}`;
      await write(name, document);
      const probe = {
        openapi: '3.0.1',
        info: { title: marker, version: '1' },
        paths: { [`/${marker}`]: { get: mockOf() } },
      };
      await write('zz-probe.json', { ...probe, 'x-amazon-apigateway-cors': { allowOrigins: ['https://probe.test'] } });
      for (let left = 60; left > 0; left -= 1) {
        if ((await ask(`/${marker}`, { headers: { host: 'zz-probe.localhost' } })).status === 200) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error('the documents were not taken');
    },
    raw: (text) =>
      new Promise((resolve, reject) => {
        const socket = connect(Number(port), '127.0.0.1', () => socket.write(text, 'latin1'));
        let said = '';
        socket.setTimeout(2_000, () => socket.destroy());
        socket.on('data', (chunk) => {
          said += chunk.toString('latin1');
        });
        socket.on('error', reject);
        socket.on('close', () => resolve(said));
      }),
    async signIn(name) {
      const { username, sub } = await createConfirmedUser(app, pool.Id, {
        ...(name && { username: name }),
        attributes: { email: 'rider@example.com' },
      });
      await app.cognito
        .send(new CreateGroupCommand({ UserPoolId: pool.Id, GroupName: 'riders' }))
        .catch(() => undefined);
      await app.cognito.send(
        new AdminAddUserToGroupCommand({ UserPoolId: pool.Id, GroupName: 'riders', Username: username }),
      );
      const { AuthenticationResult: tokens } = await app.cognito.send(
        new AdminInitiateAuthCommand({
          UserPoolId: pool.Id,
          ClientId: client.ClientId,
          AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: username, PASSWORD },
        }),
      );
      return { id: tokens?.IdToken ?? '', access: tokens?.AccessToken ?? '', username, sub };
    },
    async stop() {
      await app.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

export const mockOf = (status = 200) => ({
  'x-amazon-apigateway-integration': {
    type: 'mock',
    requestTemplates: { 'application/json': `{"statusCode": ${status}}` },
    responses: { default: { statusCode: status, responseTemplates: { 'application/json': '{"mock":true}' } } },
  },
});

export const proxyTo = (uri: string, more: object = {}) => ({
  'x-amazon-apigateway-integration': { type: 'http_proxy', uri, httpMethod: 'ANY', ...more },
});

export const functionProxy = (name: string, more: object = {}) => ({
  'x-amazon-apigateway-integration': { type: 'aws_proxy', uri: invocationUri(name), httpMethod: 'POST', ...more },
});

export const restApi = (paths: object, more: object = {}) => ({
  openapi: '3.0.1',
  info: { title: 'rest', version: '1' },
  paths,
  ...more,
});

/** The extension makes it an HTTP API. */
export const httpApi = (paths: object, more: object = {}) => ({
  openapi: '3.0.1',
  info: { title: 'http', version: '1' },
  'x-amazon-apigateway-cors': {
    allowOrigins: ['https://app.test'],
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['authorization'],
    maxAge: 300,
  },
  paths,
  ...more,
});

export const userPoolScheme = (pool: string) => ({
  type: 'apiKey',
  name: 'Authorization',
  in: 'header',
  'x-amazon-apigateway-authtype': 'cognito_user_pools',
  'x-amazon-apigateway-authorizer': {
    type: 'cognito_user_pools',
    providerARNs: [`arn:aws:cognito-idp:us-east-1:000000000000:userpool/${pool}`],
  },
});

export const iamScheme = {
  type: 'apiKey',
  name: 'Authorization',
  in: 'header',
  'x-amazon-apigateway-authtype': 'awsSigv4',
};
