import type {
  AdminSetUserMFAPreferenceCommandInput as Input,
  AdminSetUserMFAPreferenceCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { setMfaPreference } from '../../core/mfa/preference.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { requireUser } from '../../core/users/find.ts';
import { signedOperation } from '../operation.ts';
import { mfaWishes } from './shapes/mfa.ts';

export const AdminSetUserMFAPreference = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const user = await requireUser(core, pool, input.Username);
  await setMfaPreference(core, pool, user, mfaWishes(input));
  return {};
});
