/** The operator's root access key: made once, kept in an AWS shared-credentials file that only the owner can read. */
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Core } from '../core/core.ts';
import { newKeyPair } from '../core/credentials/access-key.ts';

export interface OperatorKeyConfig {
  readonly dataDir: string;
  readonly account: string;
  readonly region: string;
}

/** Answers the file's path. A file whose key the store does not know (another database) is refused, not replaced. */
export const ensureOperatorKey = async (
  core: Pick<Core, 'store' | 'sealer' | 'random' | 'clock'>,
  config: OperatorKeyConfig,
): Promise<string> => {
  const path = join(config.dataDir, 'credentials');
  const known = await readKeyId(path);
  if (known === undefined) await makeKey(core, config, path);
  else if ((await core.store.accessKeys.byId(known)) === undefined) {
    throw new Error(
      `${path} names the access key ${known}, which this database does not know. Move the file away for a new key, or start with the database that it belongs to.`,
    );
  }
  return path;
};

const readKeyId = async (path: string): Promise<string | undefined> => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : (/^aws_access_key_id\s*=\s*(\S+)/m.exec(text)?.[1] ?? '');
};

/** The row first: a crash in between leaves a key that nobody has, never a file with a key that does not work. */
const makeKey = async (
  core: Pick<Core, 'store' | 'sealer' | 'random' | 'clock'>,
  config: OperatorKeyConfig,
  path: string,
): Promise<void> => {
  const { accessKeyId: id, secretAccessKey: secret } = newKeyPair(core, 'AKIA', config.account);
  const key = {
    id,
    account: config.account,
    sealedSecret: core.sealer.seal('access-key', secret, id),
    status: 'Active',
    createdAt: core.clock.now(),
  } as const;
  await core.store.commit([core.store.accessKeys.insert(key)]);
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(
      `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\nregion = ${config.region}\n`,
    );
    await file.sync();
  } finally {
    await file.close();
  }
};
