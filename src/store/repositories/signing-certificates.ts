import type { SigningCertificate } from '../../core/identity-providers/certificate.ts';
import type { SigningCertificateRepository } from '../../core/ports.ts';
import type { Engine } from '../engine.ts';
import type { SigningCertificateRow } from '../schema.ts';
import { versioned } from '../versioned.ts';
import { write } from '../write.ts';

export const createSigningCertificates = (engine: Engine): SigningCertificateRepository => {
  const rows = versioned<SigningCertificateRow>(engine, {
    table: 'signing_certificates',
    key: ['pool_id'],
    columns: ['certificate', 'sealed_private_key', 'created_at'],
    exists: 'certificate.exists',
    changed: 'certificate.changed',
  });
  const ofPool = rows.finder('pool_id');

  return {
    ofPool: async (poolId) => {
      const row = await ofPool({ pool_id: poolId });
      return row && toCertificate(row);
    },
    insert: (certificate) => write(rows.insert(toRow(certificate))),
    update: (certificate) => write(rows.update(toRow(certificate))),
  };
};

const toRow = (certificate: SigningCertificate): SigningCertificateRow => ({
  pool_id: certificate.poolId,
  certificate: certificate.certificate,
  sealed_private_key: certificate.sealedPrivateKey,
  created_at: certificate.createdAt,
  version: certificate.version,
});

const toCertificate = (row: SigningCertificateRow): SigningCertificate => ({
  poolId: row.pool_id,
  certificate: row.certificate,
  sealedPrivateKey: row.sealed_private_key,
  createdAt: row.created_at,
  version: row.version,
});
