/** The operations of `AWSCognitoIdentityService`, one line each, in the model's order (alphabetical). */
import type { Operation } from '../operation.ts';
import { CreateIdentityPool } from './CreateIdentityPool.ts';
import { DeleteIdentities } from './DeleteIdentities.ts';
import { DeleteIdentityPool } from './DeleteIdentityPool.ts';
import { DescribeIdentity } from './DescribeIdentity.ts';
import { DescribeIdentityPool } from './DescribeIdentityPool.ts';
import { GetCredentialsForIdentity } from './GetCredentialsForIdentity.ts';
import { GetId } from './GetId.ts';
import { GetIdentityPoolRoles } from './GetIdentityPoolRoles.ts';
import { GetOpenIdToken } from './GetOpenIdToken.ts';
import { GetOpenIdTokenForDeveloperIdentity } from './GetOpenIdTokenForDeveloperIdentity.ts';
import { GetPrincipalTagAttributeMap } from './GetPrincipalTagAttributeMap.ts';
import { ListIdentities } from './ListIdentities.ts';
import { ListIdentityPools } from './ListIdentityPools.ts';
import { ListTagsForResource } from './ListTagsForResource.ts';
import { LookupDeveloperIdentity } from './LookupDeveloperIdentity.ts';
import { MergeDeveloperIdentities } from './MergeDeveloperIdentities.ts';
import { SetIdentityPoolRoles } from './SetIdentityPoolRoles.ts';
import { SetPrincipalTagAttributeMap } from './SetPrincipalTagAttributeMap.ts';
import { TagResource } from './TagResource.ts';
import { UnlinkDeveloperIdentity } from './UnlinkDeveloperIdentity.ts';
import { UnlinkIdentity } from './UnlinkIdentity.ts';
import { UntagResource } from './UntagResource.ts';
import { UpdateIdentityPool } from './UpdateIdentityPool.ts';

export const cognitoIdentityOperations: Readonly<Record<string, Operation>> = {
  CreateIdentityPool,
  DeleteIdentities,
  DeleteIdentityPool,
  DescribeIdentity,
  DescribeIdentityPool,
  GetCredentialsForIdentity,
  GetId,
  GetIdentityPoolRoles,
  GetOpenIdToken,
  GetOpenIdTokenForDeveloperIdentity,
  GetPrincipalTagAttributeMap,
  ListIdentities,
  ListIdentityPools,
  ListTagsForResource,
  LookupDeveloperIdentity,
  MergeDeveloperIdentities,
  SetIdentityPoolRoles,
  SetPrincipalTagAttributeMap,
  TagResource,
  UnlinkDeveloperIdentity,
  UnlinkIdentity,
  UntagResource,
  UpdateIdentityPool,
};
