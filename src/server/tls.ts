/** Certificate and key: read, checked as a pair, and read again when the files change. */
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Server } from 'node:https';
import { createSecureContext } from 'node:tls';
import type { Log } from '../core/ports.ts';

export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

export interface TlsPair {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** Throws when a file cannot be read or the two do not belong together. */
export const readTlsPair = ({ certFile, keyFile }: TlsFiles): TlsPair => {
  const pair = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
  createSecureContext(pair);
  return pair;
};

/** Looks at both files each second (polling sees swapped symbolic links too). A broken new pair leaves the old one. */
export const reloadTls = (servers: readonly Server[], files: TlsFiles, log: Log, everyMs = 1000): (() => void) => {
  const reload = () => {
    try {
      const pair = readTlsPair(files);
      for (const server of servers) server.setSecureContext({ ...pair, minVersion: 'TLSv1.2' });
      log.info({ certFile: files.certFile }, 'certificate reloaded');
    } catch (error) {
      log.error({ err: error, certFile: files.certFile }, 'new certificate refused, the old one stays');
    }
  };
  const paths = [files.certFile, files.keyFile];
  for (const each of paths) watchFile(each, { interval: everyMs, persistent: false }, reload);
  return () => {
    for (const each of paths) unwatchFile(each, reload);
  };
};
