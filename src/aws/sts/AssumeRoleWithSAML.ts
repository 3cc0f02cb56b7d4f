import type {
  AssumeRoleWithSAMLCommandInput as Input,
  AssumeRoleWithSAMLCommandOutput as Output,
} from '@aws-sdk/client-sts';
import { assumeRoleWithSaml } from '../../core/credentials/saml.ts';
import { circumstancesOf } from '../authorize/circumstances.ts';
import { publicOperation } from '../operation.ts';
import { assumedRoleUser, credentialsType, tokenSize } from './shapes/credentials.ts';
import { sessionRequest } from './shapes/session-request.ts';

export const AssumeRoleWithSAML = publicOperation<Input, Output>(async (core, input, info) => {
  const assumed = await assumeRoleWithSaml(core, circumstancesOf(core, info, core.settings.homeRegion), {
    ...sessionRequest(input),
    roleArn: input.RoleArn,
    principalArn: input.PrincipalArn,
    assertion: input.SAMLAssertion,
  });
  return {
    Credentials: credentialsType(assumed.credentials),
    AssumedRoleUser: assumedRoleUser(assumed.principal),
    PackedPolicySize: assumed.packedSize,
    Subject: assumed.subject,
    SubjectType: assumed.subjectType,
    Issuer: assumed.issuer,
    Audience: assumed.audience,
    NameQualifier: assumed.nameQualifier,
    SourceIdentity: assumed.principal.session.sourceIdentity,
    ...tokenSize(assumed.credentials),
  };
});
