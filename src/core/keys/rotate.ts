/**
 * Rotation of the master key: adds a key to the keyring's file, then re-seals every stored secret under it. Safe while
 * servers run: they see the new key within a second, still open what the former keys sealed, and a value that a server
 * changes meanwhile is left to its change. Cut short, the next call goes on where it ended and adds no key.
 *
 * Former keys stay in the file: what clients carry (refresh tokens for years) is sealed under them.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { addMasterKey, readKeyring } from '../../crypto/keyring-file.ts';
import { createSealer } from '../../crypto/seal.ts';
import { GuardFailed, type SealedValue, type Sealer, type Store, type Write } from '../ports.ts';

type Touches = Pick<Store, 'sealed' | 'commit'>;

export interface RotationProgress {
  /** The key that everything is sealed under from now on. */
  readonly keyId: string;
  /** False when an earlier rotation was cut short and is finished by this one. */
  readonly added: boolean;
  readonly resealed: number;
}

const PAGE = 100;
const PASSES = 5;
/** A server may go on for a second with the keyring it has read. */
const SERVERS_FOLLOW_MS = 1_500;

/** Throws `KeyringError` when the file is missing, unsafe or broken, `SealBroken` when a stored value opens under no key. */
export async function rotateMasterKey(
  store: Touches,
  keyringPath: string,
  onProgress: (progress: RotationProgress) => void = () => {},
): Promise<RotationProgress> {
  const added = !(await hasOldSeals(store, createSealer(readKeyring({ file: keyringPath }))));
  if (added) addMasterKey(keyringPath);
  await pause(SERVERS_FOLLOW_MS);
  const sealer = createSealer(readKeyring({ file: keyringPath }));
  let progress: RotationProgress = { keyId: sealer.currentKeyId, added, resealed: 0 };
  const count = (resealed: number): void => {
    progress = { ...progress, resealed: progress.resealed + resealed };
    onProgress(progress);
  };
  onProgress(progress);
  for (let pass = 0; pass < PASSES && (pass === 0 || (await hasOldSeals(store, sealer))); pass += 1) {
    for await (const values of oldSeals(store, sealer)) count(await reseal(store, sealer, values));
  }
  return progress;
}

async function* oldSeals(store: Touches, sealer: Sealer): AsyncGenerator<SealedValue[]> {
  for (let after: string | undefined, more = true; more; ) {
    const page = await store.sealed.scan(PAGE, after);
    after = page.at(-1)?.at;
    more = page.length === PAGE;
    const old = page.filter(({ sealed }) => sealer.keyIdOf(sealed) !== sealer.currentKeyId);
    if (old.length > 0) yield old;
  }
}

async function hasOldSeals(store: Touches, sealer: Sealer): Promise<boolean> {
  const first = await oldSeals(store, sealer).next();
  return first.done !== true;
}

/** How many of the values were re-sealed; the others were changed by somebody else meanwhile. */
async function reseal(store: Touches, sealer: Sealer, values: readonly SealedValue[]): Promise<number> {
  // A batch touches each row at most once, and a row may hold several sealed values.
  const done = await Promise.all(values.map((value) => commitUnlessChanged(store, renewed(store, sealer, value))));
  return done.filter(Boolean).length;
}

function renewed(store: Touches, sealer: Sealer, value: SealedValue): Write {
  const { purpose, context, sealed } = value;
  return store.sealed.replace(value, sealer.seal(purpose, sealer.open(purpose, sealed, context), context));
}

async function commitUnlessChanged(store: Touches, write: Write): Promise<boolean> {
  try {
    await store.commit([write]);
    return true;
  } catch (error) {
    if (error instanceof GuardFailed) return false;
    throw error;
  }
}
