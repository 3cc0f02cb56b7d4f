/** Reads the inputs of the key service. Source: AWS KMS API reference, "Decrypt", "Encrypt", "GenerateDataKey". */
import { KmsError } from './errors.ts';

export type Fields = Readonly<Record<string, unknown>>;

const MAX_CIPHERTEXT = 6_144;
const MAX_PLAINTEXT = 4_096;
const MAX_DATA_KEY = 1_024;
const KEY_SPECS: Readonly<Record<string, number>> = { AES_128: 16, AES_256: 32 };

export const fieldsOf = (parsed: unknown): Fields => {
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Fields;
  throw invalid('the request body', 'Member must be a structure');
};

export const keyIdOf = (fields: Fields): string => {
  const id = optionalKeyIdOf(fields);
  if (id !== undefined) return id;
  throw invalid('keyId', 'Member must not be null');
};

export const optionalKeyIdOf = ({ KeyId: id }: Fields): string | undefined => {
  if (id === undefined || id === null) return undefined;
  if (typeof id === 'string' && id.length > 0 && id.length <= 2_048) return id;
  throw invalid('keyId', 'Member must have length between 1 and 2048');
};

export const ciphertextOf = (fields: Fields): Uint8Array => blobOf(fields, 'CiphertextBlob', MAX_CIPHERTEXT);
export const plaintextOf = (fields: Fields): Uint8Array => blobOf(fields, 'Plaintext', MAX_PLAINTEXT);

const blobOf = (fields: Fields, name: string, max: number): Uint8Array => {
  const text = fields[name];
  const bytes = typeof text === 'string' ? Buffer.from(text, 'base64') : undefined;
  if (bytes !== undefined && bytes.length > 0 && bytes.length <= max) return bytes;
  throw invalid(name[0]?.toLowerCase() + name.slice(1), `Member must have length between 1 and ${max}`);
};

export const contextOf = ({ EncryptionContext: context }: Fields): Readonly<Record<string, string>> => {
  if (context === undefined || context === null) return {};
  const isMap = typeof context === 'object' && !Array.isArray(context);
  if (isMap && Object.values(context).every((value) => typeof value === 'string' && value.length < 8_192)) {
    return context as Record<string, string>;
  }
  throw invalid('encryptionContext', 'Member must be a map of strings');
};

/** Bytes. One of KeySpec and NumberOfBytes is given. */
export const dataKeySizeOf = ({ KeySpec: spec, NumberOfBytes: bytes }: Fields): number => {
  if ((spec === undefined) === (bytes === undefined)) {
    throw new KmsError('ValidationException', 'Please specify either number of bytes or key spec.');
  }
  const size = bytes ?? (typeof spec === 'string' ? KEY_SPECS[spec] : undefined);
  if (typeof size === 'number' && Number.isInteger(size) && size >= 1 && size <= MAX_DATA_KEY) return size;
  throw invalid('numberOfBytes', `Member must have value between 1 and ${MAX_DATA_KEY}`);
};

const invalid = (member: string, constraint: string): KmsError =>
  new KmsError(
    'ValidationException',
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${constraint}`,
  );
