/** InitiateAuth and AdminInitiateAuth: which flows each of them takes is their one difference. */
import { invalidParameter } from '../errors.ts';
import { beginSignIn } from './engine.ts';
import { assertFlowAllowed } from './flow-allowed.ts';
import { refresh } from './refresh.ts';
import type { AuthCore, Door, Given, SignInAnswer } from './sign-in.ts';
import type { AuthFlow } from './state.ts';

export type Caller = 'client' | 'administrator';

const notFor: Readonly<Record<Caller, readonly AuthFlow[]>> = {
  client: ['ADMIN_NO_SRP_AUTH', 'ADMIN_USER_PASSWORD_AUTH'],
  administrator: ['USER_PASSWORD_AUTH'],
};

/** Throws InvalidParameterException for a flow that caller or client may not use, and what the flow throws. */
export const initiateAuth = async (
  core: AuthCore,
  caller: Caller,
  door: Door,
  flow: AuthFlow,
  given: Given,
  session?: string,
): Promise<SignInAnswer> => {
  if (notFor[caller].includes(flow)) throw invalidParameter('Initiate Auth method not supported.');
  assertFlowAllowed(door.client, flow);
  if (flow === 'REFRESH_TOKEN' || flow === 'REFRESH_TOKEN_AUTH') return refresh(core, door, given);
  return beginSignIn(core, door, flow, given, session);
};
