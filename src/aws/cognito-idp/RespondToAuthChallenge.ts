import type {
  RespondToAuthChallengeCommandInput,
  RespondToAuthChallengeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { publicDoor } from '../../core/auth/door.ts';
import { answerChallenge } from '../../core/auth/engine.ts';
import { publicOperation } from '../operation.ts';
import { signInResponse } from './shapes/sign-in.ts';

export const RespondToAuthChallenge = publicOperation<
  RespondToAuthChallengeCommandInput,
  RespondToAuthChallengeCommandOutput
>(async (core, input, { sourceIp }) => {
  const { ClientId, ChallengeName: name, ChallengeResponses: given = {}, Session: session } = input;
  const door = await publicDoor(core, ClientId, { clientMetadata: input.ClientMetadata, sourceIp });
  return signInResponse(await answerChallenge(core, door, { name, given, session }));
});
