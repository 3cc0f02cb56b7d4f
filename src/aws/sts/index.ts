/** The operations of AWS STS. */
import type { Operation } from '../operation.ts';
import { AssumeRole } from './AssumeRole.ts';
import { AssumeRoleWithSAML } from './AssumeRoleWithSAML.ts';
import { AssumeRoleWithWebIdentity } from './AssumeRoleWithWebIdentity.ts';
import { DecodeAuthorizationMessage } from './DecodeAuthorizationMessage.ts';
import { GetAccessKeyInfo } from './GetAccessKeyInfo.ts';
import { GetCallerIdentity } from './GetCallerIdentity.ts';
import { GetFederationToken } from './GetFederationToken.ts';
import { GetSessionToken } from './GetSessionToken.ts';

export const stsOperations: Readonly<Record<string, Operation>> = {
  AssumeRole,
  AssumeRoleWithSAML,
  AssumeRoleWithWebIdentity,
  DecodeAuthorizationMessage,
  GetAccessKeyInfo,
  GetCallerIdentity,
  GetFederationToken,
  GetSessionToken,
};
