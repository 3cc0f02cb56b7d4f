/**
 * The composition root: builds the parts, mounts the doors, starts the listener and the background work. The only file
 * that imports everything; it decides nothing that a part could decide itself.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Hono } from 'hono';
import { createBcrypt } from './adapters/bcrypt.ts';
import { systemClock } from './adapters/clock.ts';
import { createCsv } from './adapters/csv.ts';
import { createDelivery } from './adapters/deliver.ts';
import { createForeignSts } from './adapters/foreign-sts.ts';
import { createGuardedFetch } from './adapters/guarded-fetch.ts';
import { createLog } from './adapters/log.ts';
import { measured } from './adapters/measured-store.ts';
import { createOidc } from './adapters/oidc.ts';
import { openPageTexts } from './adapters/page-texts.ts';
import { systemRandom } from './adapters/random.ts';
import { createSaml } from './adapters/saml.ts';
import { createSignatures } from './adapters/signatures.ts';
import type { Transports } from './adapters/transport.ts';
import { createTransports } from './adapters/transports.ts';
import { createWebAuthn } from './adapters/webauthn.ts';
import { written } from './aws/answer.ts';
import { createCallers } from './aws/callers/index.ts';
import { cognitoIdpOperations } from './aws/cognito-idp/index.ts';
import { createDispatcher } from './aws/dispatch.ts';
import { createKmsDoor, isKmsRequest } from './aws/kms/door.ts';
import { createRateLimit } from './aws/rate-limit.ts';
import { type Config, urlsOf } from './config.ts';
import { createMailbox } from './console/mailbox.ts';
import type { Core } from './core/core.ts';
import { ServiceError } from './core/errors.ts';
import { startSamlRefresh } from './core/federation/saml/worker.ts';
import { MOST_BYTES, UPLOAD_TIME } from './core/imports/limits.ts';
import { IMPORT_PATH } from './core/imports/url.ts';
import { startImports } from './core/imports/worker.ts';
import { createOutbox } from './core/messages/outbox.ts';
import { createDirectory } from './core/pools/directory.ts';
import { createSigner } from './core/pools/signing-keys.ts';
import type { Clock, Functions, Log, Random, SenderKeys, Store } from './core/ports.ts';
import { callSender } from './core/triggers/custom-sender.ts';
import { readKeyring } from './crypto/keyring-file.ts';
import { createSealer } from './crypto/seal.ts';
import { createSrp } from './crypto/srp.ts';
import { createCryptoWorkers } from './crypto/workers.ts';
import { type Development, openDevelopment } from './development.ts';
import { assertMasterKeyFits } from './first-run/check-master-key.ts';
import { type DemoResources, ensureDemo } from './first-run/demo.ts';
import { masterKeySource } from './first-run/master-key.ts';
import { ensureOperatorKey } from './first-run/operator-key.ts';
import { openFunctions } from './functions.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createOauthDoor } from './oauth/door.ts';
import { readOwnTexts } from './oauth/views/texts/own-texts.ts';
import { type OpenGateway, openGateway } from './open-gateway.ts';
import { openServices } from './open-services.ts';
import { confirmUserPages } from './pages/confirm-user.ts';
import { logoPages } from './pages/logo.ts';
import { userImportPages } from './pages/user-import.ts';
import { accessLog } from './server/access-log.ts';
import { createHealthDoor } from './server/health.ts';
import { type DoneRequest, type Listener, listen } from './server/listen.ts';
import type { Fetch, RequestEnv } from './server/request-env.ts';
import { openPostgres, openSqlite } from './store/index.ts';
import { startSweeping } from './sweep.ts';

export interface RunningApp {
  readonly core: Core;
  /** Where clients reach it on this machine. */
  readonly url: string;
  /** Of the gateway, where it is on. */
  readonly gatewayPort?: number | undefined;
  readonly demo?: DemoResources;
  /** PEM file of the authority that browsers and programs are to trust for HTTPS on a development machine. */
  readonly authorityFile?: string | undefined;
  /** AWS shared-credentials file with the operator's access key. */
  readonly credentialsFile: string;
  /** Drains, stops the background work and closes the store. */
  stop(): Promise<void>;
}

/** What tests put in the place of the system's own. */
export interface AppOverrides {
  readonly log?: Log;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly functions?: Functions;
  readonly senderKeys?: SenderKeys;
  /** An answer or error that the API model does not declare becomes a loud defect. */
  readonly strict?: boolean;
}

export const startApp = async (config: Config, overrides: AppOverrides = {}): Promise<RunningApp> => {
  const log = overrides.log ?? (await createLog({ level: config.logLevel, format: config.logFormat }));
  const pageTexts = openPageTexts({ folder: config.pageTexts, read: readOwnTexts, log });
  const clock = overrides.clock ?? systemClock;
  const random = overrides.random ?? systemRandom;
  const sealer = createSealer(readKeyring(await masterKeySource(config)));
  const metrics = createMetrics();
  const store = measured(await openStore(config), metrics);
  const workers = createCryptoWorkers(config.cryptoThreads, { busy: tooManyRequests });
  const signer = createSigner({ store, sealer, clock });
  const delivery = createDelivery({
    store,
    sealer,
    clock,
    random,
    log,
    transports: config.mailbox ? noTransports : createTransports(config),
    bySender: (sender, secret) => callSender(core, sender, secret),
    keepSent: config.mailbox,
    metrics,
  });
  metrics.watch({ outboxDepth: delivery.backlog, cryptoQueue: () => workers.queued });
  const functions = openFunctions(config, { store, sealer, clock, random, log, metrics }, process.env);
  const development = openDevelopment(config, clock, () => core);
  const fetch = development.around(createGuardedFetch({ allow: config.outboundAllow, ca: await outboundCa(config) }));
  let urls = urlsOf(config, config.port);

  const core: Core = {
    settings: {
      extendedSearch: config.extendedSearch,
      homeRegion: config.region,
      mockProviders: development.mockProviders,
      pagePreview: config.pagePreview,
      pageTexts: pageTexts.of,
      get publicUrl() {
        return urls.publicUrl;
      },
      get issuerBase() {
        return urls.issuerBase;
      },
    },
    clock,
    random,
    log,
    store,
    sealer,
    srp: createSrp(workers, createBcrypt()),
    signer,
    directory: createDirectory({ store, clock }),
    fetch,
    saml: createSaml(),
    oidc: createOidc({ fetch, clock }),
    csv: createCsv(),
    webAuthn: createWebAuthn(),
    outbox: createOutbox({
      store,
      sealer,
      clock,
      random,
      mode: config.mailbox ? 'mailbox' : 'deliver',
      onPost: delivery.wake,
    }),
    functions: overrides.functions ?? functions.functions,
    senderKeys: overrides.senderKeys ?? functions.senderKeys,
    foreignSts: createForeignSts({ endpoints: config.credentialsFrom, log }),
    signatures: createSignatures(),
  };

  const state = { ready: false, draining: false };
  let listener: Listener | undefined;
  let gateway: OpenGateway | undefined;
  try {
    await assertMasterKeyFits(store, sealer);
    const credentialsFile = await ensureOperatorKey(core, config);
    const demo = config.demo ? await ensureDemo(core, config) : undefined;
    const ofDevelopment = development.routes(demo);
    const doors = mountDoors(core, config, { metrics, state, strict: overrides.strict ?? false, ofDevelopment });
    const writeAccess = accessLog(log);
    const onDone = (request: DoneRequest): void => {
      writeAccess(request);
      metrics.request(request);
    };
    await development.prepared;
    const { localTls } = development;
    listener = await listen({
      fetch: doors,
      config,
      log,
      onDone,
      uploads: IMPORT_UPLOADS,
      foreignForms: FOREIGN_FORMS,
      localTls,
    });
    urls = urlsOf(config, listener.port);
    const services = await openServices(core, config, { env: process.env, ca: await outboundCa(config) });
    gateway = await openGateway(core, config, { state, onDone, localTls, services });
    await development.listening(demo);
    const stopSweeping = startSweeping(core);
    const stopImports = startImports(core);
    const stopSamlRefresh = startSamlRefresh(core);
    delivery.start();
    signer.warm();
    state.ready = true;
    const running = [listener, ...(gateway ? [gateway] : [])];
    return {
      core,
      url: urlsOf({ ...config, publicUrl: undefined, issuerUrl: undefined }, listener.port).publicUrl,
      gatewayPort: gateway?.port,
      demo,
      authorityFile: development.authorityFile,
      credentialsFile,
      stop: async () => {
        state.draining = true;
        await Promise.all(running.map((each) => each.close(config.shutdownGrace * 1000)));
        await Promise.all([delivery.stop(), stopSweeping(), stopImports(), stopSamlRefresh()]);
        pageTexts.close();
        await functions.close();
        await workers.close();
        await store.close();
      },
    };
  } catch (error) {
    await Promise.all([listener?.close(0), gateway?.close(0)]);
    pageTexts.close();
    await functions.close();
    await workers.close();
    await store.close();
    throw error;
  }
};

interface DoorParts {
  readonly metrics: Metrics;
  readonly state: { readonly ready: boolean; readonly draining: boolean };
  readonly strict: boolean;
  readonly ofDevelopment: ReturnType<Development['routes']>;
}

const mountDoors = (core: Core, config: Config, { metrics, state, strict, ofDevelopment }: DoorParts): Fetch => {
  const callers = createCallers(core, { anyAccessKey: config.anyAccessKey, operatorAccount: config.account });
  const keyService = createKmsDoor({ core, callers, operatorAccount: config.account });
  const rateLimit = createRateLimit(core.clock, {
    enabled: config.rateLimits,
    factor: config.rateLimitFactor,
    overrides: config.rateLimitOverrides,
  });
  const dispatch = createDispatcher({
    core,
    services: {
      'cognito-idp': cognitoIdpOperations,
      'cognito-identity': async () => (await import('./aws/cognito-identity/index.ts')).cognitoIdentityOperations,
      sts: async () => (await import('./aws/sts/index.ts')).stsOperations,
      iam: async () => (await import('./aws/iam/index.ts')).iamOperations,
    },
    callers,
    rateLimit,
    log: core.log,
    strict,
  });
  const aws: Fetch = async (request, { facts, outgoing }) =>
    written(await (isKmsRequest(request) ? keyService : dispatch)(request, facts), outgoing);
  const doors = new Hono<{ Bindings: RequestEnv }>();
  const health = {
    ready: () => (state.ready ? core.store.ping() : Promise.reject(new Error('starting or stopping'))),
    isDraining: () => state.draining,
    metrics,
    metricsToken: config.metricsToken,
  };
  doors.route('/', createHealthDoor(health));
  if (config.mailbox) doors.route('/mailbox', createMailbox({ store: core.store, sealer: core.sealer }));
  // Presigned calls of Query services.
  doors.get('/', ({ req, env }, next) => (req.query('Action') === undefined ? next() : aws(req.raw, env)));
  doors.route('/', ofDevelopment);
  doors.route('/', confirmUserPages(core));
  doors.route('/', userImportPages(core));
  doors.route('/', logoPages(core));
  const oauth = createOauthDoor(core, rateLimit);
  if (config.mode === 'serve') void oauth.warm();
  doors.route('/', oauth.routes);
  doors.on(['POST', 'OPTIONS'], '/', ({ req, env }) => aws(req.raw, env));
  // Nearly every request is one of these: they need no router.
  const isPlainCall = ({ incoming }: RequestEnv): boolean => incoming.method === 'POST' && incoming.url === '/';
  return async (request, env) => {
    if (isPlainCall(env)) return aws(request, env);
    return (await oauth.atHost(request, env)) ?? doors.fetch(request, env);
  };
};

/** Where messages stay in the mailbox, only a pool's own functions send any. */
const noTransports: Transports = { close: () => undefined };

const tooManyRequests = () => new ServiceError('TooManyRequestsException', 'Too many requests');

/** A file above the limit is answered as S3 does, so it may come a little way in. */
const IMPORT_UPLOADS = { path: IMPORT_PATH, limit: { bytes: 2 * MOST_BYTES, ms: UPLOAD_TIME } };

/** Where identity providers, and people's browsers in their name, post answers and requests. */
const FOREIGN_FORMS = /^[^?]*\/(?:oauth2\/idpresponse|saml2\/(?:idpresponse|logout)|mocks\/saml\/s[sl]o)(?:\?|$)/;

const openStore = (config: Config): Promise<Store> =>
  config.databaseUrl
    ? openPostgres({ url: config.databaseUrl })
    : openSqlite({ path: join(config.dataDir, 'poolhouse.sqlite') });

/** Authorities beside the well-known ones. */
const outboundCa = async ({ outboundCaFile }: Config): Promise<string | undefined> =>
  outboundCaFile === undefined ? undefined : readFile(outboundCaFile, 'utf8');
