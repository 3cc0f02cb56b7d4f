/**
 * What only a development server has, beside the mailbox: HTTPS for names of this machine, imitated identity providers,
 * the demo app. `serve` refuses to start with any of it (config/safety.ts), and here it is not made for it either.
 */
import { join } from 'node:path';
import { Hono } from 'hono';
import { createLocalAuthority } from './adapters/local-authority/index.ts';
import type { Config } from './config.ts';
import { createDemoApp, DEMO_PATH } from './console/demo.ts';
import type { Core } from './core/core.ts';
import type { Clock, Fetch } from './core/ports.ts';
import { allowDemoPage, type DemoResources } from './first-run/demo.ts';
import { createMocks } from './mocks/index.ts';
import type { ContextFor } from './server/tls-too.ts';

export interface Development {
  readonly mockProviders: boolean;
  /** PEM file of the authority of this machine's certificates. */
  readonly authorityFile?: string;
  readonly localTls?: ContextFor;
  /** Requests to the imitations stay in this process. */
  readonly around: (fetch: Fetch) => Fetch;
  /** The authority's file is there when this resolves. */
  readonly prepared: Promise<void>;
  routes(demo: DemoResources | undefined): Hono;
  /** When the port is known. */
  listening(demo: DemoResources | undefined): Promise<void>;
}

/** `core`: asked for with the first request, when it is there. */
export const openDevelopment = (config: Config, clock: Clock, core: () => Core): Development => {
  const isDev = config.mode === 'dev';
  const authority =
    isDev && config.localHttps && !config.tlsCertFile ? createLocalAuthority(config.dataDir, clock) : undefined;
  const owner = { account: config.account, region: config.region };
  const keysFile = join(config.dataDir, 'mock-providers.json');
  const prepared = authority?.ready() ?? Promise.resolve();
  // Whoever starts the server waits for it a little later.
  prepared.catch(() => undefined);
  const mocks = isDev && config.mockProviders ? createMocks(() => ({ core: core(), owner, keysFile })) : undefined;
  return {
    mockProviders: mocks !== undefined,
    ...(authority && { authorityFile: authority.certificateFile, localTls: authority.contextFor }),
    around: mocks?.around ?? ((fetch) => fetch),
    prepared,
    routes: (demo) => {
      const routes = new Hono();
      if (mocks) routes.route('/', mocks.routes);
      const { mailbox } = config;
      if (isDev && demo) routes.route('/', createDemoApp({ core: core(), demo, mailbox, mockProviders: !!mocks }));
      return routes;
    },
    listening: async (demo) => {
      if (isDev && demo) await allowDemoPage(core(), owner, demo, `${core().settings.publicUrl}${DEMO_PATH}`);
    },
  };
};
