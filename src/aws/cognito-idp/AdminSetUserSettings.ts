import type {
  AdminSetUserSettingsCommandInput as Input,
  AdminSetUserSettingsCommandOutput as Output,
} from '@aws-sdk/client-cognito-identity-provider';
import { setSmsOption } from '../../core/mfa/preference.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { requireUser } from '../../core/users/find.ts';
import { signedOperation } from '../operation.ts';
import { smsOption } from './shapes/mfa.ts';

export const AdminSetUserSettings = signedOperation<Input, Output>(async (core, input, caller) => {
  const pool = await ownedPool(core, caller, input.UserPoolId);
  const user = await requireUser(core, pool, input.Username);
  await setSmsOption(core, pool, user, smsOption(input.MFAOptions));
  return {};
});
