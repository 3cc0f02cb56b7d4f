/** CUSTOM_AUTH: a sign-in of the pool's own making; with CHALLENGE_NAME=SRP_A the password comes first. */
import { checkSecretHash } from '../../clients/secret-hash.ts';
import { invalidParameter } from '../../errors.ts';
import { assertCustomSignIn } from '../custom-auth.ts';
import { required } from '../parameters.ts';
import type { Given, SignIn } from '../sign-in.ts';
import type { Round } from '../state.ts';
import { hidesUsers, meet } from '../subject.ts';
import type { Flow } from './flow.ts';

export const custom: Flow = {
  async begin(core, door, flow, given) {
    const name = required(given, 'USERNAME');
    const rounds = firstRounds(given);
    checkSecretHash(core, door.client, name, given['SECRET_HASH']);
    const subject = await meet(core, door, name);
    const signIn: SignIn = { ...door, subject, progress: { flow, proofs: [], rounds } };
    // Who hides which users exist must not tell their state either before something is proved.
    if (!hidesUsers(door.client)) assertCustomSignIn(core, signIn);
    return signIn;
  },
};

const firstRounds = (given: Given): Round[] => {
  const first = given['CHALLENGE_NAME'];
  if (!first || first === 'CUSTOM_CHALLENGE') return [];
  if (first !== 'SRP_A') throw invalidParameter(`Invalid challenge name ${first}.`);
  required(given, 'SRP_A');
  return [['SRP_A', true, null]];
};
