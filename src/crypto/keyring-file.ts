/**
 * The keyring's file: made once, readable by its owner alone, replaced atomically on rotation, and seen by every
 * running process within a second of a change.
 */

import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import {
  fixedKeyring,
  formatKeyring,
  type Keyring,
  type KeyringContent,
  KeyringError,
  newKeyringContent,
  parseKeyring,
  withNewKey,
} from './keyring.ts';

/** How long a process may go on with what it has read. */
const LOOK_AGAIN_MS = 1_000;
const OWNER_ONLY = 0o600;

/** Makes a new keyring file, mode 0600. Throws when there is one already: it is never overwritten. */
export function generateMasterKeyFile(path: string): void {
  const draft = writeDraft(path, newKeyringContent());
  try {
    linkSync(draft, path); // Unlike a rename, fails when the name is taken: two first starts cannot both win.
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new KeyringError(`The master key file ${path} exists already; it is not overwritten.`, { cause: error });
  } finally {
    unlinkSync(draft);
  }
  syncFolder(path);
}

/** Adds a new current key; former keys stay, because what clients carry is sealed under them. Answers the key's id. */
export function addMasterKey(path: string): string {
  const content = withNewKey(readContent(path));
  renameSync(writeDraft(path, content), path);
  syncFolder(path);
  return fixedKeyring(content).current.id;
}

/** Opens the keyring from a file (followed as it changes) or from a value. Throws `KeyringError`. */
export function readKeyring(source: { readonly file: string } | { readonly value: string }): Keyring {
  return 'value' in source ? fixedKeyring(parseKeyring(source.value)) : followFile(source.file);
}

function followFile(path: string): Keyring {
  let loaded = fixedKeyring(readContent(path));
  let seen = stamp(path);
  let lookAt = performance.now() + LOOK_AGAIN_MS;
  const look = (): Keyring => {
    lookAt = performance.now() + LOOK_AGAIN_MS;
    try {
      const now = stamp(path);
      if (now !== seen) loaded = fixedKeyring(readContent(path));
      seen = now;
    } catch {
      // The file is away or half replaced by hand: what was read stays good, the next look comes in a second.
    }
    return loaded;
  };
  return {
    get current() {
      return (performance.now() < lookAt ? loaded : look()).current;
    },
    get macRoot() {
      return loaded.macRoot;
    },
    // Another process may seal under a new key before this one has seen it, so an unknown id is worth a look at once.
    find: (id) => loaded.find(id) ?? look().find(id),
  };
}

function readContent(path: string): KeyringContent {
  const { mode } = statSync(path);
  // Windows has no such modes and reports all of them.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new KeyringError(
      `The master key file ${path} is open to others (mode ${(mode & 0o777).toString(8)}); run: chmod 600 ${path}`,
    );
  }
  return parseKeyring(readFileSync(path, 'utf8'));
}

const stamp = (path: string): string => {
  const { ino, size, mtimeMs } = statSync(path);
  return `${ino}:${size}:${mtimeMs}`;
};

function writeDraft(path: string, content: KeyringContent): string {
  const draft = `${path}.${randomBytes(6).toString('hex')}.new`;
  const handle = openSync(draft, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, OWNER_ONLY);
  try {
    writeSync(handle, formatKeyring(content));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return draft;
}

/** A new name is durable only once its folder is; Windows cannot open folders and needs no such step. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(dirname(path), constants.O_RDONLY);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
