/**
 * Keys by ARN, made when a pool first needs one and sealed at rest. What they encrypt is bound to its encryption
 * context, as at AWS KMS.
 */
import { contextBytes } from '../../crypto/encryption-sdk.ts';
import { decryptBlob, encryptBlob, parseBlob } from '../../crypto/key-blob.ts';
import type { Core } from '../core.ts';
import { GuardFailed } from '../ports.ts';
import type { ManagedKey } from './managed-key.ts';

type Parts = Pick<Core, 'store' | 'sealer' | 'clock' | 'random'>;
export type EncryptionContext = Readonly<Record<string, string>>;

const KEY_BYTES = 32;

/** The key of an ARN, made if it is not there. */
export const ensureManagedKey = async (core: Parts, arn: string): Promise<ManagedKey> => {
  const known = await core.store.managedKeys.byArn(arn);
  if (known) return known;
  const sealedKey = core.sealer.seal('managed-key', core.random.bytes(KEY_BYTES), arn);
  const key: ManagedKey = { arn, sealedKey, createdAt: core.clock.now() };
  try {
    await core.store.commit([core.store.managedKeys.insert(key)]);
    return key;
  } catch (error) {
    if (!(error instanceof GuardFailed && error.guard === 'managed-key.exists')) throw error;
    return (await core.store.managedKeys.byArn(arn)) as ManagedKey;
  }
};

export const encryptUnder = (
  { sealer }: Pick<Core, 'sealer'>,
  key: ManagedKey,
  plaintext: Uint8Array,
  context: EncryptionContext,
): Uint8Array => encryptBlob(key.arn, openKey(sealer, key), plaintext, contextBytes(context));

/** Undefined when it is no ciphertext of ours, of a key that is not there, changed, or bound to another context. */
export const decryptManaged = async (
  { store, sealer }: Pick<Core, 'store' | 'sealer'>,
  ciphertext: Uint8Array,
  context: EncryptionContext,
): Promise<{ keyArn: string; plaintext: Uint8Array } | undefined> => {
  const blob = parseBlob(ciphertext);
  const key = blob && (await store.managedKeys.byArn(blob.keyArn));
  const plaintext = blob && key && decryptBlob(blob, openKey(sealer, key), contextBytes(context));
  return plaintext && { keyArn: blob.keyArn, plaintext };
};

const openKey = (sealer: Core['sealer'], { arn, sealedKey }: ManagedKey): Uint8Array =>
  sealer.open('managed-key', sealedKey, arn);
