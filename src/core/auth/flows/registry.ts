/** The flows that begin a sign-in. One that is not here is refused, never passed. */
import { invalidParameter } from '../../errors.ts';
import type { SignInFlow } from '../state.ts';
import { custom } from './custom.ts';
import type { Flow } from './flow.ts';
import { password } from './password.ts';
import { userAuth } from './user-auth.ts';
import { userSrp } from './user-srp.ts';

const flows: Readonly<Partial<Record<SignInFlow, Flow>>> = {
  ADMIN_NO_SRP_AUTH: password,
  ADMIN_USER_PASSWORD_AUTH: password,
  CUSTOM_AUTH: custom,
  USER_AUTH: userAuth,
  USER_PASSWORD_AUTH: password,
  USER_SRP_AUTH: userSrp,
};

/** Throws InvalidParameterException "Auth flow NAME is not supported.". */
export const flowNamed = (name: SignInFlow): Flow => {
  const flow = flows[name];
  if (!flow) throw invalidParameter(`Auth flow ${name} is not supported.`);
  return flow;
};
