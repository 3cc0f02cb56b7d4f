/** Where the master key comes from. `dev` makes one on first start; `serve` is given one. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { generateMasterKeyFile } from '../crypto/keyring-file.ts';

type KeyConfig = Pick<Config, 'mode' | 'dataDir' | 'masterKey' | 'masterKeyFile'>;

export const masterKeyPath = (config: KeyConfig): string => config.masterKeyFile ?? join(config.dataDir, 'master.key');

export const masterKeySource = async (config: KeyConfig): Promise<{ file: string } | { value: string }> => {
  if (config.masterKey !== undefined) return { value: config.masterKey };
  const file = masterKeyPath(config);
  if (config.mode === 'dev' && !existsSync(file)) {
    await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
    generateMasterKeyFile(file);
  }
  return { file };
};
