/** Certificates, each made on a thread of its own that ends with it. */
import { Worker } from 'node:worker_threads';

/** In PEM. */
export interface CertificatePair {
  readonly certificate: string;
  readonly key: string;
}

export interface CertificateRequest {
  /** Common name of an authority; host name of a server. */
  readonly name: string;
  /** Epoch milliseconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** Who signs; absent: the certificate is an authority. */
  readonly authority?: CertificatePair;
}

const ENTRY = new URL('./certificate-worker.js', import.meta.url);

export const makeCertificate = (request: CertificateRequest): Promise<CertificatePair> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(ENTRY, { execArgv: [], name: 'certificate', workerData: request });
    worker.once('message', (pair: CertificatePair) => {
      resolve(pair);
      void worker.terminate();
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('The certificate thread ended.')));
  });
