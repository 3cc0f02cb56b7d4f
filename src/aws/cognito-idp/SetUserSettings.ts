import type {
  SetUserSettingsCommandInput,
  SetUserSettingsCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { setSmsOption } from '../../core/mfa/preference.ts';
import { tokenOperation } from '../operation.ts';
import { smsOption } from './shapes/mfa.ts';

export const SetUserSettings = tokenOperation<SetUserSettingsCommandInput, SetUserSettingsCommandOutput>(
  async (core, input, { pool, user }) => {
    await setSmsOption(core, pool, user, smsOption(input.MFAOptions));
    return {};
  },
);
