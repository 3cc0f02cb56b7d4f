import type {
  GetFederationTokenCommandInput as Input,
  GetFederationTokenCommandOutput as Output,
} from '@aws-sdk/client-sts';
import { federatedSession } from '../../core/credentials/own-session.ts';
import { principalArn, principalId } from '../../core/credentials/principal.ts';
import { signedOperation } from '../operation.ts';
import { credentialsType, tokenSize } from './shapes/credentials.ts';
import { sessionRequest, tagsIn } from './shapes/session-request.ts';

export const GetFederationToken = signedOperation<Input, Output>(async (core, input, caller) => {
  const asked = { ...sessionRequest(input), name: input.Name, tags: tagsIn(input.Tags) };
  const { credentials, principal, packedSize } = await federatedSession(core, caller.principal, asked);
  return {
    Credentials: credentialsType(credentials),
    FederatedUser: { FederatedUserId: principalId(principal), Arn: principalArn(principal) },
    PackedPolicySize: packedSize,
    ...tokenSize(credentials),
  };
});
