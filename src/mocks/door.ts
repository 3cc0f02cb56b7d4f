/** The imitated providers and what gives them to pools: everything below `/mocks`. Loaded when it is first asked. */
import { Hono } from 'hono';
import type { Core } from '../core/core.ts';
import type { Owner } from '../core/pools/owned-pool.ts';
import { authorizeRoutes } from './authorize.ts';
import { createGrants } from './grants.ts';
import { loadKeys, type MockKeys } from './keys.ts';
import { LIKENESSES } from './likenesses/index.ts';
import { manageRoutes, type Presets } from './manage.ts';
import type { MockParts } from './parts.ts';
import type { Choice } from './people.ts';
import { samlRoutes } from './saml/routes.ts';
import { tokenRoutes } from './token.ts';

export interface MockDoorOptions {
  readonly core: Core;
  /** Whose pools the page shows. */
  readonly owner: Owner;
  readonly keysFile: string;
}

export interface DoorParts extends Pick<MockDoorOptions, 'core' | 'owner'> {
  readonly parts: MockParts;
}

export const createMockDoor = ({ core, owner, keysFile }: MockDoorOptions): Hono => {
  const presets = createPresets();
  const parts: MockParts = {
    core,
    grants: createGrants(core),
    keys: lazyKeys(core, keysFile),
    preset: presets.get,
    isNew: createMemory(),
  };
  const door = new Hono();
  for (const likeness of LIKENESSES) {
    door.route(`/mocks/${likeness.path}`, authorizeRoutes(parts, likeness));
    door.route(`/mocks/${likeness.path}`, tokenRoutes(parts, likeness));
  }
  door.route('/mocks/saml', samlRoutes(parts));
  door.route('/mocks', manageRoutes({ core, owner, parts }, presets));
  return door;
};

const MOST_REMEMBERED = 10_000;

const createMemory = (): MockParts['isNew'] => {
  const known = new Set<string>();
  return (provider, subject) => {
    const person = `${provider} ${subject}`;
    const isNew = !known.has(person);
    known.add(person);
    const [oldest] = known;
    if (known.size > MOST_REMEMBERED && oldest !== undefined) known.delete(oldest);
    return isNew;
  };
};

const createPresets = (): Presets => {
  let preset: Choice | undefined;
  return {
    get: () => preset,
    set: (choice) => {
      preset = choice;
    },
  };
};

const lazyKeys = (core: Core, file: string): (() => Promise<MockKeys>) => {
  let keys: Promise<MockKeys> | undefined;
  return () => {
    keys ??= loadKeys(core, file).catch((error: unknown) => {
      keys = undefined;
      throw error;
    });
    return keys;
  };
};
