/**
 * The pool's own key pair for SAML: made once, when it is first asked for. Its certificate lasts ten years and is renewed
 * each year, as Cognito does, for the same key: providers that hold an older one go on verifying.
 */
import type { Core } from '../core.ts';
import type { Pool } from '../pools/pool.ts';
import { type Guard, GuardFailed, type Write } from '../ports.ts';
import type { SigningCertificate } from './certificate.ts';
import { RENEWED_AFTER } from './renewal.ts';

type Parts = Pick<Core, 'store' | 'clock' | 'sealer' | 'saml'>;

export const signingCertificate = async (core: Parts, pool: Pool): Promise<SigningCertificate> => {
  const known = await core.store.signingCertificates.ofPool(pool.id);
  if (known !== undefined && core.clock.now() < known.createdAt + RENEWED_AFTER) return known;
  const certificate = await certified(core, pool, known);
  const { insert, update } = core.store.signingCertificates;
  const stored = await storedFirst(core, known === undefined ? insert(certificate) : update(certificate));
  return stored ? certificate : signingCertificate(core, pool);
};

const certified = async (
  core: Parts,
  { id: poolId }: Pool,
  known: SigningCertificate | undefined,
): Promise<SigningCertificate> => {
  const createdAt = core.clock.now();
  const key = known && Buffer.from(core.sealer.open('saml-key', known.sealedPrivateKey, poolId)).toString();
  const made = await core.saml.selfSigned(poolId, createdAt, key);
  const sealedPrivateKey = known?.sealedPrivateKey ?? core.sealer.seal('saml-key', made.privateKey, poolId);
  return { poolId, certificate: made.certificate, sealedPrivateKey, createdAt, version: known?.version ?? 1 };
};

const LOST: ReadonlySet<Guard> = new Set(['certificate.changed', 'certificate.exists']);

/** False when another was first. */
const storedFirst = async (core: Parts, write: Write): Promise<boolean> => {
  try {
    await core.store.commit([write]);
    return true;
  } catch (error) {
    if (error instanceof GuardFailed && LOST.has(error.guard)) return false;
    throw error;
  }
};
