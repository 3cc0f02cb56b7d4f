import type { AssumeRoleCommandInput as Input, AssumeRoleCommandOutput as Output } from '@aws-sdk/client-sts';
import { assumeRole } from '../../core/credentials/assume.ts';
import { invalidParameter } from '../../core/errors.ts';
import { circumstancesOf } from '../authorize/circumstances.ts';
import { signedOperation } from '../operation.ts';
import { assumedRoleUser, credentialsType, tokenSize } from './shapes/credentials.ts';
import { assertNoMfa, sessionRequest, tagsIn } from './shapes/session-request.ts';

export const AssumeRole = signedOperation<Input, Output>(async (core, input, caller, info) => {
  assertNoMfa(input);
  // They are assertions of a service that is not here, so nobody can vouch for them.
  if (input.ProvidedContexts !== undefined) throw invalidParameter('Provided context assertions are not supported');
  const assumed = await assumeRole(core, caller.principal, circumstancesOf(core, info, caller.region), {
    ...sessionRequest(input),
    roleArn: input.RoleArn,
    sessionName: input.RoleSessionName,
    tags: tagsIn(input.Tags),
    transitiveTagKeys: input.TransitiveTagKeys,
    externalId: input.ExternalId,
    sourceIdentity: input.SourceIdentity,
  });
  return {
    Credentials: credentialsType(assumed.credentials),
    AssumedRoleUser: assumedRoleUser(assumed.principal),
    PackedPolicySize: assumed.packedSize,
    SourceIdentity: assumed.principal.session.sourceIdentity,
    ...tokenSize(assumed.credentials),
  };
});
