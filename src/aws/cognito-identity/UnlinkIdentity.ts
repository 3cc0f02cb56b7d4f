import type {
  UnlinkIdentityCommandInput as Input,
  UnlinkIdentityCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity';
import { unlinkIdentity } from '../../core/identity-pools/identify.ts';
import { publicOperation } from '../operation.ts';

export const UnlinkIdentity = publicOperation<Input, Output>(async (core, input) => {
  await unlinkIdentity(core, input.IdentityId, input.Logins, input.LoginsToRemove);
  return {};
});
