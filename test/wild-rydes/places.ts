/** Free ports and a folder of its own, so that the example may run beside its test. */
import { mkdir, mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { closed, listening } from '../../examples/wild-rydes/run/backends.ts';
import { type Places, REPOSITORY } from '../../examples/wild-rydes/run/places.ts';

export const ownPlaces = async (): Promise<Places> => {
  // All five at once, so that none is given twice.
  const probes = await Promise.all(Array.from({ length: 5 }, probe));
  const [poolhouse, gateway, web, dynamodb, s3] = probes.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(probes.map(closed));
  // Within the repository, where functions find their packages.
  const caches = join(REPOSITORY, '.cache');
  await mkdir(caches, { recursive: true });
  const data = await mkdtemp(join(caches, 'wild-rydes-'));
  return { data, ports: { poolhouse: poolhouse!, gateway: gateway!, web: web!, dynamodb: dynamodb!, s3: s3! } };
};

const probe = async () => {
  const server = createServer();
  await listening(server, 0);
  return server;
};
