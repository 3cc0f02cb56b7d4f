import type { GetUserCommandInput, GetUserCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { readableAttributes } from '../../core/users/attributes.ts';
import { tokenOperation } from '../operation.ts';
import { mfaSettings } from './shapes/mfa.ts';
import { attributeList } from './shapes/user.ts';

export const GetUser = tokenOperation<GetUserCommandInput, GetUserCommandOutput>(
  async (_core, _input, { pool, client, user }) => ({
    Username: user.username,
    UserAttributes: attributeList(readableAttributes(pool, user, client)),
    ...mfaSettings(user),
  }),
);
