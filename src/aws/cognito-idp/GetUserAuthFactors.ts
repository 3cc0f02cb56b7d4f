import type {
  GetUserAuthFactorsCommandInput,
  GetUserAuthFactorsCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { tokenOperation } from '../operation.ts';
import { authFactors } from './shapes/auth-factors.ts';

export const GetUserAuthFactors = tokenOperation<GetUserAuthFactorsCommandInput, GetUserAuthFactorsCommandOutput>(
  async (core, _input, { pool, user }) => authFactors(core, pool, user),
);
