import type { InitiateAuthCommandInput, InitiateAuthCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { publicDoor } from '../../core/auth/door.ts';
import { initiateAuth } from '../../core/auth/initiate.ts';
import { publicOperation } from '../operation.ts';
import { signInResponse } from './shapes/sign-in.ts';

export const InitiateAuth = publicOperation<InitiateAuthCommandInput, InitiateAuthCommandOutput>(
  async (core, { ClientId, AuthFlow, AuthParameters = {}, ClientMetadata, Session }, { sourceIp }) => {
    const door = await publicDoor(core, ClientId, { validationData: ClientMetadata, sourceIp });
    return signInResponse(await initiateAuth(core, 'client', door, AuthFlow, AuthParameters, Session));
  },
);
