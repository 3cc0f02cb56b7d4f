/** A DynamoDB-compatible and an S3-compatible server, each in this process. */

import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

export interface Backend {
  readonly endpoint: string;
  stop(): Promise<void>;
}

export const startDynamoDb = async (): Promise<Backend> => {
  const dynalite = require('dynalite') as (options: object) => Server;
  const server = dynalite({ createTableMs: 20, deleteTableMs: 20, updateTableMs: 20 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
};

/** Checks signatures with the keys S3RVER and S3RVER. */
export const startS3 = async (): Promise<Backend> => {
  const S3rver = require('@20minutes/s3rver') as new (
    options: object,
  ) => { run(): Promise<AddressInfo>; close(): Promise<void> };
  const directory = mkdtempSync(join(tmpdir(), 'poolhouse-s3-'));
  const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, vhostBuckets: false, directory });
  const { port } = await server.run();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: async () => {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
};
