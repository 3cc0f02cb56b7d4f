/** Encrypts codes for custom sender triggers: a data key from the key service, then the AWS Encryption SDK's format. */
import { encryptSdkMessage } from '../../crypto/encryption-sdk.ts';
import type { Core } from '../core.ts';
import type { DataKeys, SenderKeys } from '../ports.ts';
import { encryptUnder, ensureManagedKey } from './managed-keys.ts';

const DATA_KEY_BYTES = 32;

export const createSenderKeys = (dataKeys: DataKeys): SenderKeys => ({
  async encrypt(keyArn, plaintext, context) {
    const key = await dataKeys.generate(keyArn, context);
    const message = encryptSdkMessage({
      dataKey: key.plaintext,
      encryptedDataKey: { providerId: 'aws-kms', providerInfo: key.keyArn, ciphertext: key.ciphertext },
      context,
      plaintext: Buffer.from(plaintext),
    });
    return message.toString('base64');
  },
});

/** Data keys under the keys that Poolhouse manages. */
export const managedDataKeys = (core: Pick<Core, 'store' | 'sealer' | 'clock' | 'random'>): DataKeys => ({
  async generate(keyArn, context) {
    const key = await ensureManagedKey(core, keyArn);
    const plaintext = core.random.bytes(DATA_KEY_BYTES);
    return { keyArn, plaintext, ciphertext: encryptUnder(core, key, plaintext, context) };
  },
});
