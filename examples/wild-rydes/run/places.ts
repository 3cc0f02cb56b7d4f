/** Where things are: ports and folders, all on this machine. */
import { fileURLToPath } from 'node:url';

export interface Ports {
  readonly poolhouse: number;
  readonly gateway: number;
  readonly web: number;
  readonly dynamodb: number;
  readonly s3: number;
}

export interface Places {
  readonly ports: Ports;
  /** What stays until the next start. */
  readonly data: string;
}

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export const EXAMPLE = folder('..');
export const REPOSITORY = folder('../../..');

export const USUAL: Places = {
  ports: { poolhouse: 7665, gateway: 7666, web: 7667, dynamodb: 7668, s3: 7669 },
  data: folder('../../../data/wild-rydes'),
};

export const at = (port: number): string => `http://localhost:${port}`;

/** What the servers of tables and photos know their one caller by. Nobody else reaches them but from this machine. */
export const BACKEND_KEYS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' } as const;
