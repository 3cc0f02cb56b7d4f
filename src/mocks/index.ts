/**
 * Imitations of identity providers for development servers (docs/mock-providers.md). Whoever reaches them can sign in as
 * anybody, so `serve` never mounts them.
 */
import { Hono } from 'hono';
import { mockBases } from '../core/federation/endpoints.ts';
import type { Fetch } from '../core/ports.ts';
import type { MockDoorOptions } from './door.ts';

export interface Mocks {
  readonly routes: Hono;
  /** Asks the imitations within this process, and everybody else by `fetch`: nothing inner need be opened for them. */
  readonly around: (fetch: Fetch) => Fetch;
}

/** `options`: asked for with the first request, so that the parts need not be there yet. */
export const createMocks = (options: () => MockDoorOptions): Mocks => {
  let door: Promise<Hono> | undefined;
  const opened = (): Promise<Hono> => {
    door ??= import('./door.ts').then(({ createMockDoor }) => createMockDoor(options()));
    return door;
  };
  const routes = new Hono();
  routes.all('/mocks/*', async (c) => (await opened()).fetch(c.req.raw, c.env));
  const around =
    (fetch: Fetch): Fetch =>
    async (url, request = {}) => {
      if (!isOwn(url, `${mockBases(options().core.settings).service}/`)) return fetch(url, request);
      const { method = 'GET', headers = {}, body } = request;
      const answer = await (await opened()).request(url, { method, headers, ...(body !== undefined && { body }) });
      return {
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: new Uint8Array(await answer.arrayBuffer()),
      };
    };
  return { routes, around };
};

/** Compared as parsed, so that nothing else can be written to look like it. */
const isOwn = (url: string, base: string): boolean => URL.parse(url)?.href.startsWith(base) ?? false;
