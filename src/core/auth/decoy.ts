/** Where there is no password to check, the work of opening one is done all the same, so that time does not tell. */
import type { Core } from '../core.ts';
import type { User } from '../users/user.ts';

/** Salt and verifier (passwords/verify.ts). */
const VERIFIER_BYTES = 16 + 384;
const NOBODY = 'nobody';

const decoys = new WeakMap<Core['sealer'], string>();

const openDecoy = ({ sealer }: Pick<Core, 'sealer'>): void => {
  const decoy = decoys.get(sealer) ?? sealer.seal('password', new Uint8Array(VERIFIER_BYTES), NOBODY);
  decoys.set(sealer, decoy);
  sealer.open('password', decoy, NOBODY);
};

/** Call wherever a verifier is about to be opened. */
export const hideMissingPassword = (core: Pick<Core, 'sealer'>, user: User | undefined): void => {
  if (!user?.password) openDecoy(core);
};
