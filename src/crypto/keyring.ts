/**
 * The master keys of a deployment: one current key that new seals use, former ones that still open, and the root of the
 * keyed hashes, which outlives every rotation (codes and simulated users must stay the same). Owns the text format;
 * keyring-file.ts owns the file.
 */
import { hkdfSync, randomBytes } from 'node:crypto';

export interface MasterKey {
  /** Derived from the key, so that a bare key and a keyring name it alike. */
  readonly id: string;
  readonly key: Buffer;
}

export interface KeyringContent {
  /** Oldest first; the last is current. Never empty. */
  readonly keys: readonly MasterKey[];
  readonly macRoot: Buffer;
}

export interface Keyring {
  readonly current: MasterKey;
  readonly macRoot: Buffer;
  /** Looks at the source again before it answers undefined. */
  find(id: string): MasterKey | undefined;
}

/** What the operator must put right; the message never shows key material. */
export class KeyringError extends Error {}

const KEY_BYTES = 32;
const KEY_ID_BYTES = 6;

const derive = (key: Buffer, info: string, size: number): Buffer =>
  Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), info, size));

const masterKey = (key: Buffer): MasterKey => ({
  id: derive(key, 'poolhouse key id', KEY_ID_BYTES).toString('base64url'),
  key,
});

export const newMasterKey = (): MasterKey => masterKey(randomBytes(KEY_BYTES));

export const newKeyringContent = (): KeyringContent => ({ keys: [newMasterKey()], macRoot: randomBytes(KEY_BYTES) });

export const withNewKey = (content: KeyringContent): KeyringContent => ({
  ...content,
  keys: [...content.keys, newMasterKey()],
});

export const formatKeyring = (content: KeyringContent): string =>
  `${JSON.stringify(
    {
      note: 'Poolhouse master keys, newest last. Secret. Keep every key for as long as anything sealed under it lives.',
      macRoot: content.macRoot.toString('base64url'),
      keys: content.keys.map(({ id, key }) => ({ id, key: key.toString('base64url') })),
    },
    undefined,
    2,
  )}\n`;

/** Reads a keyring (JSON) or one bare key of 32 bytes in hex or base64. Throws `KeyringError`. */
export function parseKeyring(text: string): KeyringContent {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) return parseJson(trimmed);
  const key = decodeKey(trimmed);
  return { keys: [masterKey(key)], macRoot: derive(key, 'poolhouse mac root', KEY_BYTES) };
}

function parseJson(text: string): KeyringContent {
  const document = parsedObject(text);
  const entries: unknown[] = Array.isArray(document['keys']) ? document['keys'] : [];
  const keys = entries.map((entry) => masterKey(decodeKey((entry as { key?: unknown } | null)?.key)));
  if (keys.length === 0) throw new KeyringError('The master keyring holds no keys.');
  return { keys, macRoot: decodeKey(document['macRoot']) };
}

function parsedObject(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    // The parser's own message would quote the text, which is secret.
    throw new KeyringError('The master keyring is not valid JSON.');
  }
}

function decodeKey(value: unknown): Buffer {
  const text = typeof value === 'string' ? value : '';
  const key = /^[0-9a-f]{64}$/i.test(text)
    ? Buffer.from(text, 'hex')
    : Buffer.from(/^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? text : '', 'base64');
  if (key.length !== KEY_BYTES) {
    throw new KeyringError('A master key is 32 random bytes in hex or base64 (for example: openssl rand -base64 32).');
  }
  return key;
}

/** A keyring that never changes: from a value in the environment, and for tests. */
export function fixedKeyring(content: KeyringContent): Keyring {
  const byId = new Map(content.keys.map((entry) => [entry.id, entry]));
  return {
    current: content.keys.at(-1) as MasterKey,
    macRoot: content.macRoot,
    find: (id) => byId.get(id),
  };
}
