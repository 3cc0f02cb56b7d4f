/** The signature that a request should carry; canonical request and key derivation are the official library's. */
import { createHmac } from 'node:crypto';
import { createScope, getCanonicalHeaders, getSigningKey, SignatureV4Base } from '@smithy/signature-v4';
import { Sha256 } from '../../crypto/sha256.ts';
import type { SigV4Parts } from './sigv4-request.ts';

type SignableRequest = Parameters<typeof getCanonicalHeaders>[0];

export const signatureOf = (
  request: SignableRequest,
  payloadHash: string,
  parts: SigV4Parts,
  secret: string,
): Promise<string> => new Arithmetic(parts).signature(request, payloadHash, parts, secret);

class Arithmetic extends SignatureV4Base {
  constructor(scope: { region: string; service: string }) {
    super({
      service: scope.service,
      region: scope.region,
      credentials: { accessKeyId: '', secretAccessKey: '' },
      sha256: Sha256,
    });
  }

  async signature(request: SignableRequest, payloadHash: string, parts: SigV4Parts, secret: string): Promise<string> {
    const headers = getCanonicalHeaders(request, undefined, new Set(parts.signedHeaders));
    const canonical = this.createCanonicalRequest(request, headers, payloadHash);
    const scope = createScope(parts.scopeDate, parts.region, parts.service);
    const toSign = await this.createStringToSign(parts.longDate, scope, canonical, 'AWS4-HMAC-SHA256');
    const credentials = { accessKeyId: parts.accessKeyId, secretAccessKey: secret };
    const key = await getSigningKey(Sha256, credentials, parts.scopeDate, parts.region, parts.service);
    return createHmac('sha256', key).update(toSign).digest('hex');
  }
}
