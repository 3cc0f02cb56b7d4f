/** A start with a master key that is not the database's ends here, not at the first sign-in. */
import type { Sealer, Store } from '../core/ports.ts';
import { SealBroken } from '../core/ports.ts';
import { KeyringError } from '../crypto/keyring.ts';

/** Tries one sealed value of the database; an empty database fits any key. Throws `KeyringError`. */
export const assertMasterKeyFits = async ({ sealed }: Pick<Store, 'sealed'>, sealer: Sealer): Promise<void> => {
  const [first] = await sealed.scan(1);
  if (!first) return;
  try {
    sealer.open(first.purpose, first.sealed, first.context);
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    throw new KeyringError(
      'The master key is not the one that this database is sealed with. Put the right one back (master-key-file or master-key), or start with an empty database.',
    );
  }
};
