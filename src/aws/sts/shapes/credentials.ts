/** Temporary credentials and sessions on the wire. */
import type { AssumedRoleUser, Credentials } from '@aws-sdk/client-sts';
import { principalArn, principalId, type RoleSession } from '../../../core/credentials/principal.ts';
import { MAX_TOKEN, type TemporaryCredentials } from '../../../core/credentials/session-token.ts';

export const credentialsType = ({
  accessKeyId: AccessKeyId,
  secretAccessKey: SecretAccessKey,
  sessionToken: SessionToken,
  expiresAt,
}: TemporaryCredentials): Credentials => ({
  AccessKeyId,
  SecretAccessKey,
  SessionToken,
  Expiration: new Date(expiresAt),
});

export const assumedRoleUser = (principal: RoleSession): AssumedRoleUser => ({
  AssumedRoleId: principalId(principal),
  Arn: principalArn(principal),
});

/** How much room the session's token takes. */
export const tokenSize = ({ sessionToken }: TemporaryCredentials) => ({
  SessionTokenSize: sessionToken.length,
  SessionTokenUtilization: Math.min(100, Math.ceil((sessionToken.length / MAX_TOKEN) * 100)),
});
