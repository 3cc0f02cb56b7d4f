/** What the key service can do: enough for a receiver of encrypted codes to open them with its own AWS SDK. */
import type { Core } from '../../core/core.ts';
import { decryptManaged, encryptUnder } from '../../core/keys/managed-keys.ts';
import type { SignedCaller } from '../operation.ts';
import { KmsError } from './errors.ts';
import { ciphertextOf, contextOf, dataKeySizeOf, type Fields, keyIdOf, optionalKeyIdOf, plaintextOf } from './input.ts';

export interface KmsCall {
  readonly core: Pick<Core, 'store' | 'sealer' | 'random'>;
  readonly caller: SignedCaller;
  readonly operatorAccount: string;
  readonly input: Fields;
}

type Operation = (call: KmsCall) => Promise<object>;

const decrypt: Operation = async (call) => {
  const expected = optionalKeyIdOf(call.input);
  const opened = await decryptManaged(call.core, ciphertextOf(call.input), contextOf(call.input));
  if (!opened) throw new KmsError('InvalidCiphertextException', '');
  authorize(call, 'Decrypt', opened.keyArn);
  if (expected !== undefined && expected !== opened.keyArn) {
    throw new KmsError(
      'IncorrectKeyException',
      'The key ID in the request does not identify a CMK that can perform this operation.',
    );
  }
  return { KeyId: opened.keyArn, Plaintext: base64(opened.plaintext), EncryptionAlgorithm: ALGORITHM };
};

const encrypt: Operation = async (call) => {
  const key = await ownKey(call, 'Encrypt');
  const ciphertext = encryptUnder(call.core, key, plaintextOf(call.input), contextOf(call.input));
  return { KeyId: key.arn, CiphertextBlob: base64(ciphertext), EncryptionAlgorithm: ALGORITHM };
};

const generateDataKey: Operation = async (call) => {
  const key = await ownKey(call, 'GenerateDataKey');
  const plaintext = call.core.random.bytes(dataKeySizeOf(call.input));
  const ciphertext = encryptUnder(call.core, key, plaintext, contextOf(call.input));
  return { KeyId: key.arn, Plaintext: base64(plaintext), CiphertextBlob: base64(ciphertext) };
};

export const KMS_OPERATIONS: Readonly<Record<string, Operation>> = {
  Decrypt: decrypt,
  Encrypt: encrypt,
  GenerateDataKey: generateDataKey,
};

const ALGORITHM = 'SYMMETRIC_DEFAULT';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const ownKey = async (call: KmsCall, action: string) => {
  const arn = keyIdOf(call.input);
  authorize(call, action, arn);
  const key = await call.core.store.managedKeys.byArn(arn);
  if (key) return key;
  throw notFound(arn);
};

/** A key serves its own account and region, and the operator, in whose house it is. */
const authorize = ({ caller, operatorAccount }: KmsCall, action: string, arn: string): void => {
  const [, , , region, account] = arn.split(':');
  if (region !== caller.region) throw notFound(arn);
  if (caller.account === account || caller.account === operatorAccount) return;
  throw new KmsError(
    'AccessDeniedException',
    `User: arn:aws:iam::${caller.account}:root is not authorized to perform: kms:${action} on resource: ${arn}`,
  );
};

const notFound = (arn: string): KmsError => new KmsError('NotFoundException', `Key '${arn}' does not exist`);
