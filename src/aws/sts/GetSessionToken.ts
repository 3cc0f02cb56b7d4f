import type { GetSessionTokenCommandInput as Input, GetSessionTokenCommandOutput as Output } from '@aws-sdk/client-sts';
import { ownSession } from '../../core/credentials/own-session.ts';
import { signedOperation } from '../operation.ts';
import { credentialsType, tokenSize } from './shapes/credentials.ts';
import { assertNoMfa, sessionRequest } from './shapes/session-request.ts';

export const GetSessionToken = signedOperation<Input, Output>(async (core, input, { principal }) => {
  assertNoMfa(input);
  const credentials = ownSession(core, principal, sessionRequest(input));
  return { Credentials: credentialsType(credentials), ...tokenSize(credentials) };
});
