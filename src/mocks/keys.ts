/**
 * The keys of the imitated providers: made when the first of them is needed, and kept in the data directory, so that
 * what a pool knows of them is right after a restart too.
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import type { Core } from '../core/core.ts';

export interface MockKeys {
  /** RS256 of ID tokens, and XML signatures. */
  readonly signing: KeyObject;
  readonly kid: string;
  /** Of the same key, for SAML metadata: DER in base64. */
  readonly certificate: string;
  /** P-256, PKCS#8 in base64: what a developer would have from Apple. */
  readonly appleKey: string;
  readonly applePublicKey: KeyObject;
}

interface Stored {
  readonly certificate: string;
  readonly privateKey: string;
  readonly appleKey: string;
}

export const loadKeys = async (core: Pick<Core, 'saml' | 'clock'>, file: string): Promise<MockKeys> => {
  const { certificate, privateKey, appleKey } = (await read(file)) ?? (await make(core, file));
  return {
    signing: keyOf(privateKey),
    kid: createHash('sha256').update(certificate).digest('hex').slice(0, 40),
    certificate,
    appleKey,
    applePublicKey: createPublicKey(keyOf(appleKey)),
  };
};

const keyOf = (pkcs8: string): KeyObject =>
  createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' });

const read = async (file: string): Promise<Stored | undefined> => {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Stored;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

const make = async ({ saml, clock }: Pick<Core, 'saml' | 'clock'>, file: string): Promise<Stored> => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const made: Stored = {
    ...(await saml.selfSigned('Poolhouse mock providers', clock.now())),
    appleKey: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
  };
  await writeFile(file, `${JSON.stringify(made)}\n`, { mode: 0o600, flag: 'wx' });
  return made;
};
