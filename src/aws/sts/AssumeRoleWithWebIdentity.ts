import type {
  AssumeRoleWithWebIdentityCommandInput as Input,
  AssumeRoleWithWebIdentityCommandOutput as Output,
} from '@aws-sdk/client-sts';
import { assumeRoleWithWebIdentity } from '../../core/credentials/web-identity.ts';
import { circumstancesOf } from '../authorize/circumstances.ts';
import { publicOperation } from '../operation.ts';
import { assumedRoleUser, credentialsType, tokenSize } from './shapes/credentials.ts';
import { sessionRequest } from './shapes/session-request.ts';

export const AssumeRoleWithWebIdentity = publicOperation<Input, Output>(async (core, input, info) => {
  const assumed = await assumeRoleWithWebIdentity(core, circumstancesOf(core, info, core.settings.homeRegion), {
    ...sessionRequest(input),
    roleArn: input.RoleArn,
    sessionName: input.RoleSessionName,
    token: input.WebIdentityToken,
    providerId: input.ProviderId,
  });
  return {
    Credentials: credentialsType(assumed.credentials),
    SubjectFromWebIdentityToken: assumed.subject,
    AssumedRoleUser: assumedRoleUser(assumed.principal),
    PackedPolicySize: assumed.packedSize,
    Provider: assumed.issuer,
    Audience: assumed.audience,
    SourceIdentity: assumed.principal.session.sourceIdentity,
    ...tokenSize(assumed.credentials),
  };
});
