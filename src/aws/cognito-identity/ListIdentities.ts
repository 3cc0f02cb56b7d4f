import type {
  ListIdentitiesCommandInput as Input,
  ListIdentitiesCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity';
import { listIdentities } from '../../core/identity-pools/manage.ts';
import { signedOperation } from '../operation.ts';
import { identityDescription } from './shapes/identity.ts';

export const ListIdentities = signedOperation<Input, Output>(async (core, input, caller) => {
  const { IdentityPoolId, MaxResults, NextToken, HideDisabled } = input;
  const page = { limit: MaxResults, token: NextToken, hideDisabled: HideDisabled };
  const { rows, nextToken } = await listIdentities(core, caller, IdentityPoolId, page);
  return { IdentityPoolId, Identities: rows.map(identityDescription), NextToken: nextToken };
});
