/**
 * The authority of a development server: a key and its certificate in the data directory, made once. It is constrained
 * to names of this machine (certificate-process.js), so trusting it opens nothing else.
 */
import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { type CertificatePair, makeCertificate } from './certificate.ts';

const DAY = 24 * 3_600_000;
const LIFETIME = 10 * 365 * DAY;
/** As long as the certificates that it signs at least. */
const LEAST_LEFT = 90 * DAY;

export const authorityFile = (dataDir: string): string => join(dataDir, 'local-ca.pem');
const keyFile = (dataDir: string): string => join(dataDir, 'local-ca.key');

/** Reads it; makes one where there is none, or none that can be used. `now`: epoch milliseconds. */
export const ensureAuthority = async (dataDir: string, now: number): Promise<CertificatePair> =>
  (await readAuthority(dataDir, now)) ?? makeAuthority(dataDir, now);

const readAuthority = async (dataDir: string, now: number): Promise<CertificatePair | undefined> => {
  const [certificate, key] = await Promise.all([readIfThere(authorityFile(dataDir)), readIfThere(keyFile(dataDir))]);
  return certificate && key && isUsable({ certificate, key }, now) ? { certificate, key } : undefined;
};

const readIfThere = (path: string): Promise<string | undefined> =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });

const isUsable = ({ certificate, key }: CertificatePair, now: number): boolean => {
  try {
    const parsed = new X509Certificate(certificate);
    return parsed.checkPrivateKey(createPrivateKey(key)) && Date.parse(parsed.validTo) > now + LEAST_LEFT;
  } catch {
    return false;
  }
};

/** The certificate comes last: where its file is, the key's is. */
const makeAuthority = async (dataDir: string, now: number): Promise<CertificatePair> => {
  const name = `Poolhouse on ${hostname()} ${randomBytes(2).toString('hex')}`.slice(0, 64);
  const pair = await makeCertificate({ name, notBefore: now - DAY, notAfter: now + LIFETIME });
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await replace(keyFile(dataDir), pair.key, 0o600);
  await replace(authorityFile(dataDir), pair.certificate, 0o644);
  return pair;
};

const replace = async (path: string, text: string, mode: number): Promise<void> => {
  const beside = join(dirname(path), `.${randomBytes(6).toString('hex')}`);
  const file = await open(beside, 'wx', mode);
  try {
    await file.writeFile(text);
  } finally {
    await file.close();
  }
  await rename(beside, path);
};
