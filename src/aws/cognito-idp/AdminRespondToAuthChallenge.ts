import type {
  AdminRespondToAuthChallengeCommandInput,
  AdminRespondToAuthChallengeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { adminDoor } from '../../core/auth/door.ts';
import { answerChallenge } from '../../core/auth/engine.ts';
import { ownedPool } from '../../core/pools/owned-pool.ts';
import { signedOperation } from '../operation.ts';
import { signInResponse } from './shapes/sign-in.ts';

export const AdminRespondToAuthChallenge = signedOperation<
  AdminRespondToAuthChallengeCommandInput,
  AdminRespondToAuthChallengeCommandOutput
>(async (core, input, caller) => {
  const { UserPoolId, ClientId, ChallengeName: name, ChallengeResponses: given = {}, Session: session } = input;
  const pool = await ownedPool(core, caller, UserPoolId);
  const sourceIp = input.ContextData?.IpAddress;
  const door = await adminDoor(core, pool, ClientId, { clientMetadata: input.ClientMetadata, sourceIp });
  return signInResponse(await answerChallenge(core, door, { name, given, session }));
});
