/** Encryption of SAML assertions, which is not here: whoever asks for it is told instead of being served without. */
import { invalidInput } from '../../../core/iam/errors.ts';

interface Input {
  readonly AddPrivateKey?: string | undefined;
  readonly RemovePrivateKey?: string | undefined;
  readonly AssertionEncryptionMode?: string | undefined;
}

/** Throws InvalidInputException. */
export const assertUnencrypted = ({ AddPrivateKey, RemovePrivateKey, AssertionEncryptionMode }: Input): void => {
  if (AddPrivateKey ?? RemovePrivateKey ?? AssertionEncryptionMode) {
    throw invalidInput('Encrypted assertions are not supported by this version of Poolhouse.');
  }
};
