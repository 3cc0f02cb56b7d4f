import type {
  SetUserMFAPreferenceCommandInput,
  SetUserMFAPreferenceCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { setMfaPreference } from '../../core/mfa/preference.ts';
import { tokenOperation } from '../operation.ts';
import { mfaWishes } from './shapes/mfa.ts';

export const SetUserMFAPreference = tokenOperation<SetUserMFAPreferenceCommandInput, SetUserMFAPreferenceCommandOutput>(
  async (core, input, { pool, user }) => {
    await setMfaPreference(core, pool, user, mfaWishes(input));
    return {};
  },
);
