/** The pool's own key pair for SAML: made once, when it is first asked for. */
import type { Core } from '../core.ts';
import type { Pool } from '../pools/pool.ts';
import { GuardFailed } from '../ports.ts';
import type { SigningCertificate } from './certificate.ts';

type Parts = Pick<Core, 'store' | 'clock' | 'sealer' | 'saml'>;

export const signingCertificate = async (core: Parts, pool: Pool): Promise<SigningCertificate> => {
  const known = await core.store.signingCertificates.ofPool(pool.id);
  if (known !== undefined) return known;
  const now = core.clock.now();
  const made = await core.saml.selfSigned(pool.id, now);
  const certificate: SigningCertificate = {
    poolId: pool.id,
    certificate: made.certificate,
    sealedPrivateKey: core.sealer.seal('saml-key', made.privateKey, pool.id),
    createdAt: now,
    version: 1,
  };
  try {
    await core.store.commit([core.store.signingCertificates.insert(certificate)]);
    return certificate;
  } catch (error) {
    if (!(error instanceof GuardFailed && error.guard === 'certificate.exists')) throw error;
    // Two asked for the first one at once.
    return signingCertificate(core, pool);
  }
};
