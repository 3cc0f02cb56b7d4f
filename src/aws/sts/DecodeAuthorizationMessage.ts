import type {
  DecodeAuthorizationMessageCommandInput as Input,
  DecodeAuthorizationMessageCommandOutput as Output,
} from '@aws-sdk/client-sts';
import { decodeRefusal } from '../../core/credentials/denied.ts';
import { ServiceError } from '../../core/errors.ts';
import { signedOperation } from '../operation.ts';

export const DecodeAuthorizationMessage = signedOperation<Input, Output>(async (core, input, { account }) => {
  const message = decodeRefusal(core, account, input.EncodedMessage);
  if (message !== undefined) return { DecodedMessage: message };
  throw new ServiceError('InvalidAuthorizationMessageException', 'Message is not valid');
});
