import type { GetIdCommandInput as Input, GetIdCommandOutput as Output } from '@aws-sdk/client-cognito-identity';
import { getId } from '../../core/identity-pools/identify.ts';
import { publicOperation } from '../operation.ts';

export const GetId = publicOperation<Input, Output>(async (core, input) => {
  const { id } = await getId(core, input.IdentityPoolId, input.Logins, input.AccountId);
  return { IdentityId: id };
});
