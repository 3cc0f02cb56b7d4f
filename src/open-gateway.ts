/** The gateway on its own port, as the configuration asks for it; nothing where there is nothing to serve. */
import type { Config } from './config.ts';
import type { Core } from './core/core.ts';
import type { Apis, ApiWatch } from './gateway/apis.ts';
import type { createGatewayDoor, InnerDoor } from './gateway/door.ts';
import { type DoneRequest, type Listener, listen } from './server/listen.ts';
import type { ContextFor } from './server/tls-too.ts';

export interface GatewaySurroundings {
  readonly state: { readonly ready: boolean; readonly draining: boolean };
  readonly onDone: (request: DoneRequest) => void;
  readonly localTls: ContextFor | undefined;
  /** AWS services behind it. */
  readonly services?: InnerDoor | undefined;
}

export interface OpenGateway {
  readonly port: number;
  close(graceMs: number): Promise<void>;
}

const NO_APIS: Apis = { all: [], selector: () => undefined };

/** Rejects with `DocumentRefused` for a document with faults. */
export const openGateway = async (
  core: Core,
  config: Config,
  { state, onDone, localTls, services }: GatewaySurroundings,
): Promise<OpenGateway | undefined> => {
  const asks = config.gatewayForwardAuth.length > 0 && config.sources.gatewayForwardAuth !== 'default';
  if (config.gateway.length === 0 && !services && !asks) return undefined;
  // Most servers have no gateway, and stay small without its modules.
  const [{ watchApis }, { createGatewayDoor }] = await Promise.all([
    import('./gateway/apis.ts'),
    import('./gateway/door.ts'),
  ]);
  const watch: ApiWatch | undefined = config.gateway.length > 0 ? watchApis(config.gateway, config, core) : undefined;
  const door = createGatewayDoor({
    core,
    apis: () => watch?.current ?? NO_APIS,
    revocation: config.gatewayRevocation,
    unsignedPayload: config.gatewayUnsignedPayload,
    forwardAuth: config.gatewayForwardAuth,
    services,
    health: (path) => health(core, state, path),
  });
  const listener = await listening({ core, config, door, onDone, localTls }).catch((error: unknown) => {
    watch?.close();
    door.close();
    throw error;
  });
  return {
    port: listener.port,
    close: async (graceMs) => {
      watch?.close();
      const closed = listener.close(graceMs);
      door.endSockets();
      await closed;
      door.close();
    },
  };
};

interface Listening extends Pick<GatewaySurroundings, 'onDone' | 'localTls'> {
  readonly core: Core;
  readonly config: Config;
  readonly door: ReturnType<typeof createGatewayDoor>;
}

/** The gateway takes no access key that was never issued, so that any name and any page may call it. */
const listening = ({ core, config, door, onDone, localTls }: Listening): Promise<Listener> =>
  listen({
    raw: door,
    config: { ...config, host: config.gatewayHost ?? config.host, port: config.gatewayPort, anyAccessKey: false },
    log: core.log,
    onDone,
    localTls,
  });

const health = async (
  { store }: Pick<Core, 'store'>,
  state: GatewaySurroundings['state'],
  path: string,
): Promise<{ status: number; body: string } | undefined> => {
  if (path === '/health/live') return { status: 200, body: '{"status":"live"}' };
  if (path !== '/health/ready') return undefined;
  const isReady =
    state.ready &&
    !state.draining &&
    (await store.ping().then(
      () => true,
      () => false,
    ));
  const status = state.draining ? 'draining' : isReady ? 'ready' : 'unavailable';
  return { status: isReady ? 200 : 503, body: JSON.stringify({ status }) };
};
