/** USER_SRP_AUTH: nothing is proved yet; the name and the client's public value come first. */
import { checkSecretHash } from '../../clients/secret-hash.ts';
import { required } from '../parameters.ts';
import { meet } from '../subject.ts';
import type { Flow } from './flow.ts';

export const userSrp: Flow = {
  async begin(core, door, flow, given) {
    const name = required(given, 'USERNAME');
    required(given, 'SRP_A');
    checkSecretHash(core, door.client, name, given['SECRET_HASH']);
    return { ...door, subject: await meet(core, door, name), progress: { flow, proofs: [] } };
  },
};
