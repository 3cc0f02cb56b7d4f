/** RSA-2048 key pairs, made in the native thread pool, and a small stock of them: one takes 30 to 300 ms to find. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

export interface PublicJwk {
  readonly kty: string;
  readonly n: string;
  readonly e: string;
}

export interface RsaKeyPair {
  /** The RFC 7638 thumbprint, in padded base64 as Cognito's key ids are. */
  readonly kid: string;
  readonly publicJwk: PublicJwk;
  /** PKCS#8 DER, base64. */
  readonly privateKey: string;
}

const generate = promisify(generateKeyPair);

export async function newRsaKeyPair(): Promise<RsaKeyPair> {
  const { privateKey, publicKey } = await generate('rsa', { modulusLength: 2048, publicExponent: 0x10001 });
  const { e = '', n = '' } = publicKey.export({ format: 'jwk' });
  const thumbprint = createHash('sha256')
    .update(JSON.stringify({ e, kty: 'RSA', n }))
    .digest('base64');
  return {
    kid: thumbprint,
    publicJwk: { kty: 'RSA', n, e },
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}

export const openPrivateKey = (base64: string): KeyObject =>
  createPrivateKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'pkcs8' });

export const openPublicKey = (jwk: PublicJwk): KeyObject => createPublicKey({ key: { ...jwk }, format: 'jwk' });

export interface RsaKeyStock {
  /** One from the stock, or a new one when it is empty. */
  take(): Promise<RsaKeyPair>;
  /** Fills the stock in the background. */
  fill(): void;
}

/** `pauseMs` lies between two keys made ahead, so that requests find the thread pool free. */
export function createRsaKeyStock(size = 4, pauseMs = 250): RsaKeyStock {
  const ready: RsaKeyPair[] = [];
  let filling = false;
  const step = async (): Promise<void> => {
    ready.push(await newRsaKeyPair());
    if (ready.length < size) setTimeout(stepQuietly, pauseMs).unref();
    else filling = false;
  };
  const stepQuietly = (): void => {
    step().catch(() => {
      filling = false; // Whoever needs a key next makes one and meets the error itself.
    });
  };
  const fill = (): void => {
    if (filling || ready.length >= size) return;
    filling = true;
    setTimeout(stepQuietly, pauseMs).unref();
  };
  return {
    take() {
      const pair = ready.pop();
      fill();
      return pair ? Promise.resolve(pair) : newRsaKeyPair();
    },
    fill,
  };
}
