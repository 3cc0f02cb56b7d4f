/** When long-term keys were last used, written down at most once a minute and after the request has gone on. */
import type { Core } from '../../core/core.ts';

const APART_MS = 60_000;
const MAX_KEYS = 10_000;

export type NoteUse = (accessKeyId: string, service: string, region: string) => void;

export const createUseNotes = ({ clock, log, store }: Pick<Core, 'clock' | 'log' | 'store'>): NoteUse => {
  const noted = new Map<string, number>();
  return (accessKeyId, service, region) => {
    const at = clock.now();
    if (at - (noted.get(accessKeyId) ?? Number.NEGATIVE_INFINITY) < APART_MS) return;
    if (noted.size >= MAX_KEYS) noted.clear();
    noted.set(accessKeyId, at);
    store.commit([store.accessKeys.noteUse(accessKeyId, { at, service, region })]).catch((error: unknown) => {
      noted.delete(accessKeyId);
      log.warn({ err: error }, 'the use of an access key was not noted');
    });
  };
};
