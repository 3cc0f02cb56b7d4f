/** Data keys from AWS KMS, or from what speaks its API. Source: AWS KMS API reference, "GenerateDataKey". */
import type { DataKeys } from '../core/ports.ts';
import { type AwsCredentials, credentialsFrom, sendAwsRequest } from './aws-request.ts';

export interface KmsOptions {
  readonly endpoint: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs?: number;
}

interface GeneratedKey {
  readonly CiphertextBlob: string;
  readonly Plaintext: string;
  readonly KeyId: string;
}

const MAX_ANSWER = 64 * 1024;
const KEY_BYTES = 32;
/** Emulators check no signature, but expect one. */
const ANY_CREDENTIALS: AwsCredentials = { accessKeyId: 'poolhouse', secretAccessKey: 'poolhouse' };

export const createKmsDataKeys = ({ endpoint, environment, timeoutMs = 5_000 }: KmsOptions): DataKeys => {
  const credentials = credentialsFrom(environment) ?? ANY_CREDENTIALS;
  return {
    async generate(keyArn, context) {
      const { status, body } = await sendAwsRequest({
        service: 'kms',
        region: keyArn.split(':')[3] ?? '',
        credentials,
        endpoint,
        path: '/',
        headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'TrentService.GenerateDataKey' },
        body: JSON.stringify({ KeyId: keyArn, NumberOfBytes: KEY_BYTES, EncryptionContext: context }),
        timeoutMs,
        maxAnswer: MAX_ANSWER,
      });
      if (status !== 200) throw new Error(`the key service answered ${status} ${errorType(body)}`);
      return dataKeyOf(JSON.parse(body) as GeneratedKey);
    },
  };
};

const dataKeyOf = ({ CiphertextBlob, Plaintext, KeyId }: GeneratedKey) => {
  const plaintext = Buffer.from(Plaintext, 'base64');
  if (plaintext.length !== KEY_BYTES) throw new Error('the key service answered a data key of another length');
  return { keyArn: KeyId, plaintext, ciphertext: Buffer.from(CiphertextBlob, 'base64') };
};

/** The error's name alone: its message may say more than a log should. */
const errorType = (body: string): string => {
  try {
    const { __type } = JSON.parse(body) as { __type?: unknown };
    return typeof __type === 'string' ? __type.slice(0, 100) : '';
  } catch {
    return '';
  }
};
