/** `poolhouse keys rotate`: a new master key, and every secret of the database sealed anew under it. */
import type { Config } from '../config.ts';
import { rotateMasterKey } from '../core/keys/rotate.ts';
import { masterKeyPath } from '../first-run/master-key.ts';
import { CommandFailed, EXIT } from './failures.ts';
import { openStore } from './open-store.ts';

const SHOW_EVERY = 5_000;

export const rotateKeys = async (config: Config, say: (line: string) => void): Promise<void> => {
  if (config.masterKey !== undefined) {
    throw new CommandFailed(
      EXIT.config,
      'The master key is given as a value (master-key), which rotation cannot change. Put it into a file (master-key-file) first.',
    );
  }
  const store = await openStore(config);
  try {
    let shownAt = 0;
    const { keyId, added, resealed } = await rotateMasterKey(store, masterKeyPath(config), (progress) => {
      if (progress.resealed < shownAt + SHOW_EVERY) return;
      shownAt = progress.resealed;
      say(`${progress.resealed} values sealed anew …`);
    });
    say(
      `${added ? 'New master key' : 'Finished the rotation to master key'} ${keyId}: ${resealed} values sealed anew.`,
    );
    say(
      'Former keys stay in the file: refresh tokens in the field are sealed under them. Renew your copy of the file.',
    );
  } finally {
    await store.close();
  }
};
