/** The endpoints on the host of a domain: names below localhost, which programs do not resolve, are said in the header. */
import { request } from 'node:http';
import { DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authorizationRequest, CALLBACK, search, sessionOf, startWorld, type World } from './support.ts';

let world: World;
let host: string;
beforeAll(async () => {
  world = await startWorld();
  const { UserPool } = await world.app.cognito.send(new DescribeUserPoolCommand({ UserPoolId: world.poolId }));
  host = `${UserPool?.Domain}.auth.localhost:${new URL(world.site).port}`;
});
afterAll(() => world.stop());

interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: string;
}

const at = (named: string, path: string, { cookie = '', form = '' } = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(world.site);
    const headers = {
      host: named,
      ...(cookie && { cookie }),
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    };
    const sent = request({ hostname, port, path, headers, method: form ? 'POST' : 'GET' }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, location: response.headers.location, body }),
      );
    });
    sent.on('error', reject);
    sent.end(form);
  });

test('a request leads to the sign-in page of that host', async () => {
  const { location } = await at(host, `/oauth2/authorize?${search(authorizationRequest(world))}`);
  expect(location).toBe(`http://${host}/login?${search(authorizationRequest(world))}`);
});

test('a code of one host is exchanged at the other, for they are one pool’s', async () => {
  const cookie = await sessionOf(world, world.user.sub);
  const { location = '' } = await at(host, `/oauth2/authorize?${search(authorizationRequest(world))}`, { cookie });
  const code = new URL(location).searchParams.get('code') ?? '';
  expect(code.length).toBeLessThan(1_200);
  const form = search({
    grant_type: 'authorization_code',
    client_id: world.clientId,
    redirect_uri: CALLBACK,
    code,
  }).toString();
  expect((await at('localhost', `/${world.poolId}/oauth2/token`, { form })).status).toBe(200);
});

test('a host of nobody has none', async () => {
  const { status } = await at('nobody.auth.localhost', `/oauth2/authorize?${search(authorizationRequest(world))}`);
  expect(status).toBe(404);
});
