/** client_credentials side by side with oidc-provider from npm: the same load, one process each, in the same run. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { drive, type LoadOptions, type Measured, postForm } from './load.ts';
import { freePort } from './server.ts';

export const PEER_AIM = 1.7;

export const measurePeer = async (load: Omit<LoadOptions, 'serverPid'>): Promise<Measured> => {
  const port = await freePort();
  const child = fork(fileURLToPath(new URL('./oidc-provider.ts', import.meta.url)), [String(port)], { silent: true });
  try {
    await Promise.race([once(child, 'message'), ended(child)]);
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'machine',
      client_secret: 'a-secret-of-some-length-for-the-bench',
      scope: 'orders/read',
    }).toString();
    const one = () => postForm(`http://127.0.0.1:${port}/token`, form);
    return await drive(one, { ...load, serverPid: child.pid as number });
  } finally {
    child.kill('SIGTERM');
  }
};

const ended = async (child: ReturnType<typeof fork>): Promise<never> => {
  const [code] = (await once(child, 'exit')) as [number];
  throw new Error(`oidc-provider ended with ${code}`);
};
