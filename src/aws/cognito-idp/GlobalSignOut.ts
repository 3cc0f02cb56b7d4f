import type { GlobalSignOutCommandInput, GlobalSignOutCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { signOutEverywhere } from '../../core/tokens/revoke.ts';
import { tokenOperation } from '../operation.ts';

export const GlobalSignOut = tokenOperation<GlobalSignOutCommandInput, GlobalSignOutCommandOutput>(
  async (core, _input, { pool, user }) => {
    await signOutEverywhere(core, pool, user);
    return {};
  },
);
