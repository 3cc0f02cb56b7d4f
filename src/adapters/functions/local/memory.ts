/**
 * The whole memory of a process: V8's limit counts neither buffers nor what libraries take. Linux tells it under /proc;
 * elsewhere V8's limit stands alone.
 */
import { readFile } from 'node:fs/promises';

/** Bytes; undefined when the system does not tell. */
export const residentBytes = async (pid: number): Promise<number | undefined> => {
  if (process.platform !== 'linux') return undefined;
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
};
