/** Servers from npm that speak DynamoDB and S3: what an operator has at home in their place (docs/aws-services.md). */
import { mkdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Places } from './places.ts';

export interface Part {
  stop(): Promise<void>;
}

interface S3Server {
  run(): Promise<unknown>;
  httpServer: Server;
}

// Neither package brings types.
const require = createRequire(import.meta.url);
const dynalite = require('dynalite') as (options: object) => Server;
const S3rver = require('@20minutes/s3rver') as new (options: object) => S3Server;

export const startDynamoDb = async ({ data, ports }: Places): Promise<Part> => {
  const path = join(data, 'dynamodb');
  await mkdir(path, { recursive: true });
  const tables = dynalite({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await listening(tables, ports.dynamodb);
  return { stop: () => closed(tables) };
};

/** It reckons the signatures of some newer requests wrongly, so it takes all: nobody but this machine reaches it. */
const S3_MANNERS = { silent: true, vhostBuckets: false };

export const startS3 = async ({ data, ports }: Places): Promise<Part> => {
  const directory = join(data, 's3');
  await mkdir(directory, { recursive: true });
  await free(ports.s3);
  const buckets = new S3rver({ ...S3_MANNERS, directory, port: ports.s3, address: '127.0.0.1' });
  await buckets.run();
  return { stop: () => closed(buckets.httpServer) };
};

/** On this machine alone. Throws where somebody else listens already. */
export const listening = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new Error(`Port ${port} is taken by another program.`) : error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });

/** Throws where somebody listens there. */
export const free = async (port: number): Promise<void> => {
  const probe = createServer();
  await listening(probe, port);
  await closed(probe);
};

export const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
