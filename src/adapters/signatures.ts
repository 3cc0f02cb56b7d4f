/** `Signatures`: canonical request and key derivation are the official library's. */
import { createHmac } from 'node:crypto';
import { createScope, getCanonicalHeaders, getSigningKey, SignatureV4Base } from '@smithy/signature-v4';
import type { Signable, SignatureScope, Signatures } from '../core/ports.ts';
import { Sha256 } from '../crypto/sha256.ts';

export const createSignatures = (): Signatures => ({ signatureOf, signingKey });

const signingKey: Signatures['signingKey'] = ({ scopeDate, region, service }, secretAccessKey) =>
  // The library asks for a key id to keep derived keys apart; the secret alone decides them.
  getSigningKey(Sha256, { accessKeyId: '', secretAccessKey }, scopeDate, region, service);

const signatureOf: Signatures['signatureOf'] = async (request, scope, secret) => {
  const [key, toSign] = await Promise.all([
    signingKey(scope, secret),
    new Canonical(scope).stringToSign(request, scope),
  ]);
  return createHmac('sha256', key).update(toSign).digest('hex');
};

class Canonical extends SignatureV4Base {
  constructor({ region, service }: SignatureScope) {
    super({
      service,
      region,
      credentials: { accessKeyId: '', secretAccessKey: '' },
      sha256: Sha256,
      uriEscapePath: service !== 's3',
    });
  }

  stringToSign(request: Signable, { scopeDate, region, service }: SignatureScope): Promise<string> {
    const { method, path, payloadHash, longDate } = request;
    const query = { ...request.query };
    const signable = { method, path, query, headers: { ...request.headers }, protocol: '', hostname: '' };
    const headers = getCanonicalHeaders(signable, undefined, new Set(Object.keys(request.headers)));
    const canonical = this.createCanonicalRequest(signable, headers, payloadHash);
    return this.createStringToSign(longDate, createScope(scopeDate, region, service), canonical, 'AWS4-HMAC-SHA256');
  }
}
