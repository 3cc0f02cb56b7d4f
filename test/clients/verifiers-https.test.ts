/** aws-jwt-verify asks for keys by https alone: a backend on the same machine, told of the development authority. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { byPassword } from '../auth/support/house.ts';
import { type DevServer, startDevServer } from '../dev/support.ts';
import { createConfirmedUser } from '../support/builders.ts';

let server: DevServer;

beforeAll(async () => {
  server = await startDevServer();
}, 60_000);
afterAll(() => server.stop());

const BACKEND = `
  import { JwtVerifier } from 'aws-jwt-verify';
  const { ISSUER: issuer, AUDIENCE: audience, TOKEN } = process.env;
  const jwksUri = issuer.replace('http:', 'https:') + '/.well-known/jwks.json';
  const { email } = await JwtVerifier.create({ issuer, audience, jwksUri }).verify(TOKEN);
  console.log(email);
`;

test('fetches the keys of a pool itself', async () => {
  const { poolId, clientId } = server.demo;
  const user = await createConfirmedUser(server, poolId, {
    username: 'mo@example.com',
    attributes: { email: 'mo@example.com', email_verified: 'true' },
  });
  const { AuthenticationResult } = await byPassword(server, { poolId, clientId }, user.username, user.password);
  const run = (env: NodeJS.ProcessEnv) =>
    promisify(execFile)(process.execPath, ['--input-type=module', '-e', BACKEND], {
      cwd: import.meta.dirname,
      env: {
        ...process.env,
        ISSUER: `${server.url}/${poolId}`,
        AUDIENCE: clientId,
        TOKEN: AuthenticationResult?.IdToken,
        ...env,
      },
    });
  expect((await run({ NODE_EXTRA_CA_CERTS: server.authorityFile })).stdout).toBe('mo@example.com\n');
  await expect(run({})).rejects.toThrow(/certificate/);
});
