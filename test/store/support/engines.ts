/** Both engines under one face, each store on a database of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Store } from '../../../src/core/ports.ts';
import { createDatabase } from '../../support/postgres.ts';
import { type EngineName, openAt } from './open.ts';

export { type EngineName, engines, openAt } from './open.ts';

export interface TestPlace {
  /** A path or a URL. */
  readonly at: string;
  open(): Promise<Store>;
  remove(): Promise<void>;
}

export const newPlace = async (engine: EngineName): Promise<TestPlace> => {
  if (engine === 'postgres') {
    const { url, drop } = await createDatabase();
    return { at: url, open: () => openAt(engine, url), remove: drop };
  }
  const folder = await mkdtemp(join(tmpdir(), 'poolhouse-store-'));
  const at = join(folder, 'poolhouse.db');
  return { at, open: () => openAt(engine, at), remove: () => rm(folder, { recursive: true }) };
};

export interface StoreUnderTest {
  readonly store: Store;
  readonly place: TestPlace;
}

/** One store for the tests of a `describe`. */
export const useStore = (engine: EngineName): StoreUnderTest => {
  let place: TestPlace;
  let store: Store;
  beforeAll(async () => {
    place = await newPlace(engine);
    store = await place.open();
  });
  afterAll(async () => {
    await store.close();
    await place.remove();
  });
  return {
    get store() {
      return store;
    },
    get place() {
      return place;
    },
  };
};
