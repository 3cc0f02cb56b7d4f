/** Uploaded files: cut into pieces that are deflated and sealed, so that any node can read them and none rests in clear. */
import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import type { Core } from '../core.ts';
import { type ImportChunk, type ImportJob, numbered } from './job.ts';
import { MOST_BYTES } from './limits.ts';

const CHUNK = 256 * 1024;

const pack = promisify(deflate);
const unpack = promisify(inflate);

type Place = Omit<ImportChunk, 'sealed'>;

const contextOf = ({ poolId, jobId, upload, number }: Place): string => `${poolId}/${jobId}/${upload}/${number}`;

export class FileTooLarge extends Error {}

/** Writes the bytes under a new upload id as they come; the memory it takes is one piece. Throws `FileTooLarge`. */
export const storeFile = async (
  core: Pick<Core, 'store' | 'sealer' | 'random'>,
  { poolId, id: jobId }: ImportJob,
  bytes: AsyncIterable<Uint8Array>,
): Promise<string> => {
  const upload = core.random.uuid();
  let count = 0;
  try {
    for await (const piece of pieces(bytes)) {
      const place = { poolId, jobId, upload, number: numbered(++count) };
      const sealed = core.sealer.seal('import-file', await pack(piece, { level: 1 }), contextOf(place));
      await core.store.commit([core.store.imports.putChunk({ ...place, sealed })]);
    }
  } catch (error) {
    await core.store.commit([core.store.imports.deleteUpload(poolId, jobId, upload)]);
    throw error;
  }
  return upload;
};

async function* pieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let [size, total] = [0, 0];
  for await (const part of bytes) {
    total += part.byteLength;
    if (total > MOST_BYTES) throw new FileTooLarge();
    held.push(part);
    size += part.byteLength;
    if (size < CHUNK) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
}

/** The file that was uploaded last, from its beginning. Throws `SealBroken` for pieces that are not what was stored. */
export async function* readFile(
  core: Pick<Core, 'store' | 'sealer'>,
  { poolId, id, upload = '' }: ImportJob,
): AsyncGenerator<Buffer> {
  let after = '';
  for (;;) {
    const chunk = await core.store.imports.nextChunk(poolId, id, upload, after);
    if (chunk === undefined) return;
    yield await unpack(core.sealer.open('import-file', chunk.sealed, contextOf(chunk)));
    after = chunk.number;
  }
}

const PIECES_AT_ONCE = 20;

/** Removes all that was ever uploaded for the job, in commits that hardly hold up others. */
export const removeFiles = async (core: Pick<Core, 'store'>, { poolId, id }: ImportJob): Promise<void> => {
  const { imports } = core.store;
  while (await imports.hasChunks(poolId, id)) {
    await core.store.commit([imports.deleteChunks(poolId, id, PIECES_AT_ONCE)]);
  }
};
