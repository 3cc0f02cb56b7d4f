/** Codes for sender triggers leave the house encrypted: whoever reads a function's log or queue reads no code. */
import type { Core } from '../core.ts';

/**
 * Base64 of the code in the AWS Encryption SDK's message format, under the key that LambdaConfig's KMSKeyID names;
 * `context` is the encryption context. Rejects when the key cannot be used.
 */
export const encryptForSender = (
  { senderKeys }: Pick<Core, 'senderKeys'>,
  keyArn: string,
  plaintext: string,
  context: Readonly<Record<string, string>>,
): Promise<string> => senderKeys.encrypt(keyArn, plaintext, context);
