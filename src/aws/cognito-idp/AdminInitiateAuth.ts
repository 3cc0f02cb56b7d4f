import type {
  AdminInitiateAuthCommandInput,
  AdminInitiateAuthCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { adminDoor } from '../../core/auth/door.ts';
import { initiateAuth } from '../../core/auth/initiate.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { signInResponse } from './shapes/sign-in.ts';

export const AdminInitiateAuth = signedOperation<AdminInitiateAuthCommandInput, AdminInitiateAuthCommandOutput>(
  async (core, { UserPoolId, ClientId, AuthFlow, AuthParameters = {} }, caller) => {
    const door = await adminDoor(core, await ownedPool(core, caller, UserPoolId), ClientId);
    return signInResponse(await initiateAuth(core, 'administrator', door, AuthFlow, AuthParameters));
  },
);
