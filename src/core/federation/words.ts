/** How Cognito words what is wrong with attributes that a provider brought. */
import { invalidParameter, ServiceError } from '../errors.ts';

const BEFORE = 'Invalid user attributes: ';

/** The same complaint under the words of a federated sign-in. */
export const inFederationWords = <Result>(check: () => Result): Result => {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== 'InvalidParameterException') throw error;
    throw invalidParameter(`${BEFORE}${plain(error.message)}`);
  }
};

const plain = (message: string): string =>
  message.replace(/^Attributes did not conform to the schema: /, '').replace(/^user\./gm, '');
