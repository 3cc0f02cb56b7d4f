/** Certificates, each made in a process of its own that ends with it. */
import { fork } from 'node:child_process';

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

const ENTRY = new URL('./certificate-process.js', import.meta.url);

/** Keys travel by the channel, never on a command line. */
export const makeCertificate = (request: CertificateRequest): Promise<CertificatePair> =>
  new Promise((resolve, reject) => {
    const child = fork(ENTRY, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.once('message', (pair) => resolve(pair as CertificatePair));
    child.once('error', reject);
    child.once('exit', () => reject(new Error('The process that makes certificates ended.')));
    child.send(request);
  });
