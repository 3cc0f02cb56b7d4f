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
  async (
    core,
    { UserPoolId, ClientId, AuthFlow, AuthParameters = {}, ClientMetadata, ContextData, Session },
    caller,
  ) => {
    const pool = await ownedPool(core, caller, UserPoolId);
    const sourceIp = ContextData?.IpAddress;
    const door = await adminDoor(core, pool, ClientId, { validationData: ClientMetadata, sourceIp });
    return signInResponse(await initiateAuth(core, 'administrator', door, AuthFlow, AuthParameters, Session));
  },
);
