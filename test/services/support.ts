/** A server with its gateway, an S3- and a DynamoDB-compatible server behind it, people with credentials in front. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
  request as sendRequest,
} from 'node:http';
import { createRequire } from 'node:module';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { fromCognitoIdentityPool } from '@aws-sdk/credential-providers';
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '../../src/crypto/sha256.ts';
import {
  makeIdentityPool,
  makeRole,
  makeUserPool,
  type Setting,
  setRoles,
  somebody,
  startSetting,
  trustOf,
  type UserPool,
} from '../identity-pools/support/setting.ts';

const require = createRequire(import.meta.url);

export const REGION = 'us-east-1';
export const ACCOUNT = '000000000000';

export interface Backend {
  readonly url: string;
  stop(): Promise<void>;
}

const urlOf = (address: AddressInfo): string => `http://127.0.0.1:${address.port}`;

interface S3rverClass {
  new (
    options: object,
  ): {
    run(): Promise<AddressInfo>;
    httpServer: { closeAllConnections(): void };
    close(): Promise<void>;
  };
}

/** Checks the signatures of what it is sent, with the keys S3RVER and S3RVER. */
export const startS3 = async (...buckets: string[]): Promise<Backend> => {
  const S3rver = require('@20minutes/s3rver') as S3rverClass;
  const directory = await mkdtemp(join(tmpdir(), 'poolhouse-s3-'));
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    vhostBuckets: false,
    configureBuckets: buckets.map((name) => ({ name, configs: [] })),
  });
  const url = urlOf(await server.run());
  return {
    url,
    stop: async () => {
      server.httpServer.closeAllConnections();
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
};

export const startDynamoDb = async (): Promise<Backend> => {
  const dynalite = require('dynalite') as (options: object) => import('node:http').Server;
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: urlOf(server.address() as AddressInfo),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};

export interface Heard {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Whether the request came to its end. */
  readonly whole: boolean;
}

export interface Listening extends Backend {
  readonly heard: Heard[];
  answer: (heard: Heard, response: ServerResponse, request: IncomingMessage) => void;
}

/** Writes down what it is sent, and what of it came when the rest did not. */
export const startListening = async (): Promise<Listening> => {
  const heard: Heard[] = [];
  const server = createServer((incoming, response) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.once('close', () => {
      const { method = '', url = '', headers, complete } = incoming;
      const each = { method, url, headers, body: Buffer.concat(parts), whole: complete };
      heard.push(each);
      if (!complete) return;
      if (!response.headersSent) listening.answer(each, response, incoming);
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const listening: Listening = {
    url: urlOf(server.address() as AddressInfo),
    heard,
    answer: (_, response) => {
      response.writeHead(200, { etag: '"1"' });
      response.end('{}');
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return listening;
};

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface Person {
  readonly identityId: string;
  readonly credentials: Credentials;
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
}

export interface Services extends Setting {
  readonly users: UserPool;
  readonly identityPool: string;
  /** Of the configuration file: paths in it begin there. */
  readonly configFolder: string;
  /** Signs in and takes credentials of the identity pool, in the role with this policy. */
  person(): Promise<Person>;
  s3(credentials: Credentials, options?: Partial<S3ClientConfig>): S3Client;
  dynamodb(credentials: Credentials): DynamoDBClient;
  /** Over the wire as it is. */
  ask(request: Ask): Promise<Answer>;
  raw(text: string): Promise<string>;
}

export interface Ask {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** `services` as in a configuration file; `policy` is that of whoever signs in. */
export const startServices = async (
  services: object,
  policy: object | ((account: string) => object),
  flags: Record<string, string> = {},
): Promise<Services> => {
  const folder = await mkdtemp(join(tmpdir(), 'poolhouse-services-'));
  const config = join(folder, 'poolhouse.yaml');
  await writeFile(config, JSON.stringify({ services }));
  const app = await startSetting({ flags: { config, ...flags } });
  const users = await makeUserPool(app);
  const identityPool = await makeIdentityPool(app, users);
  const role = await makeRole(app, trustOf(identityPool), typeof policy === 'function' ? policy(ACCOUNT) : policy);
  await setRoles(app, identityPool, { authenticated: role });
  const { port } = new URL(app.gateway);
  const made: { destroy(): void }[] = [];
  const kept = <Client extends { destroy(): void }>(client: Client): Client => {
    made.push(client);
    return client;
  };
  const common = { endpoint: app.gateway, region: REGION, maxAttempts: 1 };
  const s3: Services['s3'] = (credentials, options = {}) =>
    kept(new S3Client({ ...common, forcePathStyle: true, credentials, ...options }));
  const dynamodb: Services['dynamodb'] = (credentials) => kept(new DynamoDBClient({ ...common, credentials }));
  return {
    ...app,
    users,
    identityPool,
    configFolder: folder,
    s3,
    dynamodb,
    person: async () => {
      const { idToken } = await somebody(app, users);
      const take = fromCognitoIdentityPool({
        identityPoolId: identityPool,
        logins: { [users.provider]: async () => idToken },
        clientConfig: { endpoint: app.endpoint, region: REGION },
      });
      const credentials = await take();
      return { identityId: credentials.identityId, credentials, s3: s3(credentials), dynamodb: dynamodb(credentials) };
    },
    ask: ({ method = 'GET', path, headers = {}, body }) =>
      new Promise((resolve, reject) => {
        const sent = sendRequest({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(parts).toString();
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
          });
        });
        sent.on('error', reject);
        sent.end(body);
      }),
    raw: (text) =>
      new Promise((resolve, reject) => {
        const socket = connect(Number(port), '127.0.0.1', () => socket.write(text, 'latin1'));
        let said = '';
        socket.setTimeout(2_000, () => socket.destroy());
        socket.on('data', (part) => {
          said += part.toString('latin1');
        });
        socket.on('error', reject);
        socket.on('close', () => resolve(said));
      }),
    stop: async () => {
      for (const client of made) client.destroy();
      await app.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

export const operatorOf = (endpoint: string): S3Client =>
  new S3Client({
    endpoint,
    region: REGION,
    forcePathStyle: true,
    credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
  });

export const S3_BACKEND = (endpoint: string) => ({
  endpoint,
  'access-key-id': 'S3RVER',
  'secret-access-key': 'S3RVER',
});

export interface Signing extends Ask {
  readonly service?: string;
  readonly region?: string;
  readonly at?: Date;
  /** In the place of the body's hash. */
  readonly payload?: string;
}

/** Headers of a request that a client made by hand would send: the path is signed as it is. */
export const signed = async (
  app: Services,
  credentials: Credentials,
  { method = 'GET', path, headers = {}, body = '', service = 's3', region = REGION, at = new Date(), payload }: Signing,
): Promise<Ask> => {
  const { host } = new URL(app.gateway);
  const [pathname = '/', search = ''] = path.split(/\?(.*)/s);
  const hash = new Sha256();
  hash.update(body);
  const digest = Buffer.from(await hash.digest()).toString('hex');
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256, uriEscapePath: service !== 's3' });
  const given = { host, 'x-amz-content-sha256': payload ?? digest, ...(headers as Record<string, string>) };
  const query = Object.fromEntries(new URLSearchParams(search));
  const message = { method, protocol: 'http:', hostname: host, path: pathname, query, headers: given };
  const result = await signer.sign(message, { signingDate: at });
  return { method, path, headers: result.headers, body };
};
