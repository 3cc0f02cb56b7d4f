/** What the key service can do: enough for a receiver of encrypted codes to open them with its own AWS SDK. */

import type { Core } from '../../core/core.ts';
import { authorize as authorizeAction } from '../../core/credentials/authorize.ts';
import { principalArn } from '../../core/credentials/principal.ts';
import { decryptManaged, encryptUnder } from '../../core/keys/managed-keys.ts';
import type { ContextEntries } from '../../core/policies/request.ts';
import { circumstancesOf } from '../authorize/circumstances.ts';
import type { RequestInfo, SignedCaller } from '../operation.ts';
import { KmsError } from './errors.ts';
import { ciphertextOf, contextOf, dataKeySizeOf, type Fields, keyIdOf, optionalKeyIdOf, plaintextOf } from './input.ts';

export interface KmsCall {
  readonly core: Pick<Core, 'clock' | 'store' | 'sealer' | 'random'>;
  readonly caller: SignedCaller;
  readonly info: RequestInfo;
  readonly operatorAccount: string;
  readonly input: Fields;
}

type Operation = (call: KmsCall) => Promise<object>;

const decrypt: Operation = async (call) => {
  const expected = optionalKeyIdOf(call.input);
  const opened = await decryptManaged(call.core, ciphertextOf(call.input), contextOf(call.input));
  if (!opened) throw new KmsError('InvalidCiphertextException', '');
  await authorize(call, 'Decrypt', opened.keyArn);
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
  await authorize(call, action, arn);
  const key = await call.core.store.managedKeys.byArn(arn);
  if (key) return key;
  throw notFound(arn);
};

/** A key serves its own account and region, and the operator's account, in whose house it is. */
const authorize = async (call: KmsCall, action: string, arn: string): Promise<void> => {
  const { core, caller, operatorAccount, info } = call;
  const [, , , region, account] = arn.split(':');
  if (region !== caller.region) throw notFound(arn);
  if (caller.account !== account && caller.account !== operatorAccount) throw denied(caller, action, arn);
  const about = { ...circumstancesOf(core, info, caller.region), resourceAccount: account };
  const own = contextKeys(contextOf(call.input));
  const attempt = { action: `kms:${action}`, resources: [arn], resourceAccount: caller.account, about, own };
  await authorizeAction(core, caller.principal, attempt);
};

/** AWS KMS developer guide, "Condition keys": `kms:EncryptionContext:context-key`, `kms:EncryptionContextKeys`. */
const contextKeys = (context: Readonly<Record<string, string>>): ContextEntries => [
  ...Object.entries(context).map(([key, value]) => [`kms:EncryptionContext:${key}`, value] as const),
  ...(Object.keys(context).length > 0 ? [['kms:EncryptionContextKeys', Object.keys(context)] as const] : []),
];

const denied = ({ principal }: SignedCaller, action: string, arn: string): KmsError =>
  new KmsError(
    'AccessDeniedException',
    `User: ${principalArn(principal)} is not authorized to perform: kms:${action} on resource: ${arn}`,
  );

const notFound = (arn: string): KmsError => new KmsError('NotFoundException', `Key '${arn}' does not exist`);
