/** Forms that do not come to their end: a client that hangs up is no defect of the service. */
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { authorizationRequest, search, startWorld, type World } from './support.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => world.stop());

const hangUp = (path: string, length: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const { hostname, port, pathname } = new URL(world.site);
    const socket = connect(Number(port), hostname);
    const head = [
      `POST ${pathname}${path} HTTP/1.1`,
      `Host: ${hostname}:${port}`,
      'Content-Type: application/x-www-form-urlencoded',
      length,
    ];
    socket.on('error', reject).on('close', () => resolve());
    socket.write(`${head.join('\r\n')}\r\n\r\n4\r\na=bc`, () => setTimeout(() => socket.destroy(), 50));
  });

test.each([
  ['/oauth2/token', 'Content-Length: 100'],
  ['/oauth2/token', 'Transfer-Encoding: chunked'],
  ['/oauth2/userInfo', 'Content-Length: 100'],
  ['/saml2/idpresponse', 'Content-Length: 100'],
  ['/oauth2/idpresponse', 'Content-Length: 100'],
  ['/login', 'Content-Length: 100'],
])('%s, %s', async (path, length) => {
  const { log } = world.app.core;
  const defects = vi.spyOn(log, 'error');
  const lines = vi.spyOn(log, 'info');
  await hangUp(path === '/login' ? `/login?${search(authorizationRequest(world))}` : path, length);
  await vi.waitFor(() => expect(lines).toHaveBeenCalled());
  expect(lines.mock.lastCall?.[0]).toMatchObject({ path: new URL(`${world.site}${path}`).pathname });
  // The line is written when the connection has gone, the handler hears of it a moment later.
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(defects).not.toHaveBeenCalled();
});
