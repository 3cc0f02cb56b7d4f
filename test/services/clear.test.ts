/** Without TLS, as behind a proxy that does not say it speaks HTTPS: bodies that nobody signed stay outside. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serviceTargets } from '../../src/config/services.ts';
import { createServicesDoor } from '../../src/gateway/services/door.ts';
import {
  ACCOUNT,
  type Listening,
  type Person,
  REGION,
  type Services,
  signed,
  startListening,
  startServices,
} from './support.ts';

let backend: Listening;
let app: Services;
let ann: Person;
let secure = false;
let url: string;
const server = createServer();

beforeAll(async () => {
  backend = await startListening();
  const services = {
    s3: {
      endpoint: backend.url,
      'access-key-id': 'O',
      'secret-access-key': 's',
      cors: 'backend',

      hosts: ['s3.test'],
    },
  };
  app = await startServices(services, {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
  });
  ann = await app.person();
  const door = createServicesDoor(app.core, {
    services: serviceTargets().parse(services),
    region: REGION,
    account: ACCOUNT,
    unsignedInClear: false,
    env: {},
  });
  server.on('request', (incoming, outgoing) => {
    if (!door.claims(incoming)) outgoing.writeHead(418).end();
    else door.handle(incoming, outgoing, { id: 'test', sourceIp: '192.0.2.1', secure, forwarded: false });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await app?.stop();
  await backend?.stop();
});

/** To this server, with the other one's signatures: both have one core. */
const put = async (payload: string | undefined): Promise<number> => {
  const here: Services = { ...app, gateway: url };
  const { headers, path, body } = await signed(here, ann.credentials, {
    method: 'PUT',
    path: '/photos/a',
    body: 'x',
    ...(payload !== undefined && { payload }),
  });
  return (await fetch(url + path, { method: 'PUT', headers: headers as Record<string, string>, body: body as string }))
    .status;
};

describe('over plain HTTP', () => {
  it('bodies are signed, or refused', async () => {
    secure = false;
    expect(await put('UNSIGNED-PAYLOAD')).toBe(400);
    expect(backend.heard.filter(({ whole }) => whole)).toEqual([]);
    secure = true;
    expect(await put('UNSIGNED-PAYLOAD')).toBe(200);
    secure = false;
    expect(await put(undefined)).toBe(200);
  });
});

describe('what is for a service', () => {
  const status = async (init: RequestInit) => (await fetch(`${url}/photos/a`, init)).status;
  const scope = (service: string) =>
    `AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

  it('is told by the credential scope, where such a service is configured', async () => {
    expect(await status({})).toBe(418);
    expect(await status({ headers: { authorization: 'Bearer x' } })).toBe(418);
    expect(await status({ headers: { authorization: scope('execute-api') } })).toBe(418);
    expect(await status({ headers: { authorization: scope('dynamodb') } })).toBe(418);
    expect(await status({ headers: { authorization: scope('__proto__') } })).toBe(418);
    expect(await status({ headers: { authorization: scope('constructor') } })).toBe(418);
    expect(await status({ headers: { authorization: scope('s3') } })).toBe(400);
  });
});

describe('a backend that answers browsers itself', () => {
  it('is given their preflights', async () => {
    backend.answer = (_, response) => {
      response.writeHead(200, {
        'access-control-allow-origin': 'https://app.example',
        'access-control-allow-methods': 'GET',
      });
      response.end();
    };
    const { headers } = await fetch(`${url}/photos/a`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example',
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization,x-amz-content-sha256,x-amz-date',
      },
    });
    expect(headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(backend.heard.at(-1)).toMatchObject({ method: 'OPTIONS', url: '/photos/a' });
  });
});
