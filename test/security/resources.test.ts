/** What a stranger can make the server hold or do. */
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBody } from '../../src/aws/read-body.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.stop());

/** Sends these bytes and no more; how long the server keeps the connection, in milliseconds. */
const held = (bytes: string, atMost: number) =>
  new Promise<number>((resolve) => {
    const { port, host } = new URL(app.endpoint);
    const socket = connect(Number(port), '127.0.0.1');
    const began = performance.now();
    const giveUp = setTimeout(() => socket.destroy(), atMost);
    socket.on('error', () => undefined).resume();
    socket.once('close', () => {
      clearTimeout(giveUp);
      resolve(performance.now() - began);
    });
    socket.write(bytes.replace('HOST', host));
  });

test.each(['GET /health/live', 'GET /nothing', 'POST /nothing', 'PUT /user-imports/us-east-1_x/import-1'])(
  'an answered request whose body never comes does not keep its connection (%s)',
  async (line) => {
    expect(await held(`${line} HTTP/1.1\r\nHost: HOST\r\nContent-Length: 1000\r\n\r\n`, 4_000)).toBeLessThan(3_000);
  },
);

test('a client that goes away in the middle of its body writes no error into the log', async () => {
  const ends = new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) });
  const headers = { 'content-length': '1000' };
  const request = new Request('http://localhost/', { method: 'POST', headers, body: ends, duplex: 'half' });
  await expect(readBody(request, 2_000)).rejects.toMatchObject({ code: 'SerializationException', status: 400 });
});
