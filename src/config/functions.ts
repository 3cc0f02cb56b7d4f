/**
 * The option `functions`: where the functions behind Lambda ARNs run. Text is a folder of functions; a mapping goes from
 * patterns to targets, and the first pattern that fits decides.
 */
import { dirname, resolve } from 'node:path';
import { decimal, flag, integer, type Kind, list, mapping, oneOf, path, Refused, text, url } from './kinds.ts';

/** What a local function may do beside reading its own files and using the network. */
export type FunctionPermission = 'addons' | 'child-process' | 'sqlite' | 'wasi' | 'worker';

export interface LocalLimits {
  readonly environment: Readonly<Partial<Record<string, string>>>;
  /** Megabytes. */
  readonly memory: number;
  /** Seconds. */
  readonly timeout: number;
  /** Processes at most. */
  readonly instances: number;
  readonly callsPerInstance: number;
  readonly allow: readonly FunctionPermission[];
  /** Paths that the function may read or write beside its own. */
  readonly read: readonly string[];
  readonly write: readonly string[];
  /** Starts anew when its files change. Unset: in `dev`. */
  readonly reload?: boolean;
}

export type LocalTarget =
  | (LocalLimits & { readonly kind: 'module'; readonly module: string; readonly handler: string })
  | (LocalLimits & { readonly kind: 'folder'; readonly folder: string; readonly handler: string })
  /** The function's name is that of a file or folder in it. */
  | (LocalLimits & { readonly kind: 'directory'; readonly directory: string });

export interface LambdaTarget {
  readonly kind: 'lambda';
  readonly endpoint: string;
  /** Unset: the ARN's. */
  readonly region?: string;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
}

export interface WebhookTarget {
  readonly kind: 'webhook';
  readonly url: string;
  readonly secret: string;
}

export type FunctionTarget = LocalTarget | LambdaTarget | WebhookTarget;

export interface FunctionRoute {
  /** A function name, or a whole ARN when it has a colon; `*` stands for any characters. */
  readonly pattern: string;
  readonly target: FunctionTarget;
}

type Fields = Record<string, unknown>;
type Read = <T>(name: string, kind: Kind<T>) => T | undefined;

const PATHS = ['module', 'folder', 'directory'];
const PATH_LISTS = ['read', 'write'];
const VARIABLES = /^[A-Za-z_]\w*$/;
const RESERVED = /^(AWS_LAMBDA_|NODE_CHANNEL_)|^(LAMBDA_TASK_ROOT|_HANDLER)$/;

export const functionRoutes = (): Kind<readonly FunctionRoute[]> => ({
  placeholder: '<folder>',
  parse(raw) {
    if (typeof raw === 'string' && raw.trim() !== '') return [{ pattern: '*', target: targetOf({ directory: raw }) }];
    if (!isFields(raw)) throw new Refused('must be a folder, or a mapping from names to targets');
    return Object.entries(raw).map(([pattern, fields]) => within(pattern, () => routeOf(pattern, fields)));
  },
});

/** Relative paths of a configuration file start at the file's folder. */
export const resolveFunctionPaths = (value: unknown, folder: string): unknown => {
  if (typeof value === 'string') return resolve(folder, value);
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([pattern, fields]) => [pattern, resolved(fields, folder)]));
};

const resolved = (fields: unknown, folder: string): unknown => {
  if (!isFields(fields)) return fields;
  const absolute = (each: unknown) => (typeof each === 'string' && each !== '' ? resolve(folder, each) : each);
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (PATHS.includes(name)) return [name, absolute(value)];
      if (PATH_LISTS.includes(name) && Array.isArray(value)) return [name, value.map(absolute)];
      return [name, value];
    }),
  );
};

/** The folders whose files local functions may read. */
export const readableFolders = (routes: readonly FunctionRoute[]): string[] =>
  routes
    .flatMap(({ target }) => ('environment' in target ? [rootOf(target), ...target.read] : []))
    .map((each) => resolve(each));

const rootOf = (target: LocalTarget): string => {
  if (target.kind === 'module') return dirname(target.module);
  return target.kind === 'folder' ? target.folder : target.directory;
};

/** The URLs that events travel to, as the operator wrote them. */
export const remoteUrls = (routes: readonly FunctionRoute[]): string[] =>
  routes.flatMap(({ target }) => {
    if (target.kind === 'lambda') return [target.endpoint];
    return target.kind === 'webhook' ? [target.url] : [];
  });

/** For `poolhouse config`: what runs where, without secrets and environments. */
export const shownRoutes = (routes: readonly FunctionRoute[]): string =>
  `{${routes.map(({ pattern, target }) => `${JSON.stringify(pattern)}: ${shownTarget(target)}`).join(', ')}}`;

const shownTarget = (target: FunctionTarget): string => {
  switch (target.kind) {
    case 'module':
      return `{module: ${target.module}, handler: ${target.handler}}`;
    case 'folder':
      return `{folder: ${target.folder}, handler: ${target.handler}}`;
    case 'directory':
      return `{directory: ${target.directory}}`;
    case 'lambda':
      return `{lambda: ${new URL(target.endpoint).origin}}`;
    case 'webhook':
      return `{webhook: ${new URL(target.url).origin}/…}`;
  }
};

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const routeOf = (pattern: string, fields: unknown): FunctionRoute => {
  if (!/^[\w:*$-]{1,170}$/.test(pattern)) throw new Refused('is no function name, ARN or pattern of one');
  if (!isFields(fields)) throw new Refused('must be a mapping with module, folder, directory, lambda or webhook');
  return { pattern, target: targetOf(fields) };
};

const TARGETS: Readonly<Record<string, (read: Read) => FunctionTarget>> = {
  module: (read) => ({
    kind: 'module',
    module: read('module', path()) ?? '',
    handler:
      read('handler', text('<export>', { pattern: /^[\w$]+(\.[\w$]+)*$/, expected: 'an export’s name' })) ?? 'handler',
    ...limits(read),
  }),
  folder: (read) => ({
    kind: 'folder',
    folder: read('folder', path()) ?? '',
    handler:
      read('handler', text('<file.export>', { pattern: /^[^.\s]+(\.[\w$]+)+$/, expected: 'like index.handler' })) ??
      'index.handler',
    ...limits(read),
  }),
  directory: (read) => ({ kind: 'directory', directory: read('directory', path()) ?? '', ...limits(read) }),
  lambda: (read) => lambdaTarget(read),
  webhook: (read) => ({ kind: 'webhook', url: address(read, 'webhook'), secret: webhookSecret(read) }),
};

const lambdaTarget = (read: Read): LambdaTarget => {
  const accessKeyId = read('access-key-id', text('<key>'));
  const secretAccessKey = read('secret-access-key', text('<secret>'));
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    throw new Refused('access-key-id and secret-access-key go together: set both');
  }
  const region = read('region', text('<region>'));
  const sessionToken = read('session-token', text('<token>'));
  return {
    kind: 'lambda',
    endpoint: address(read, 'lambda'),
    ...(region !== undefined && { region }),
    ...(accessKeyId !== undefined && { accessKeyId }),
    ...(secretAccessKey !== undefined && { secretAccessKey }),
    ...(sessionToken !== undefined && { sessionToken }),
  };
};

const webhookSecret = (read: Read): string => {
  const secret = read('secret', text('<secret>', { pattern: /^.{16,}$/, expected: 'at least 16 characters' }));
  if (secret === undefined) throw new Refused('secret: is needed to sign the requests');
  return secret;
};

/** `serve` asks for https (safety.ts); beside a `dev` server emulators speak plain HTTP. */
const address = (read: Read, name: string): string =>
  read(name, url('<url>', { protocols: ['https:', 'http:'] })) ?? '';

const variable: Kind<string> = {
  placeholder: '<name>',
  parse(raw) {
    const name = String(raw);
    if (!VARIABLES.test(name)) throw new Refused(`${JSON.stringify(name)} is no name of a variable`);
    if (RESERVED.test(name)) throw new Refused(`${name} is set by the runtime`);
    return name;
  },
};

const anyText: Kind<string> = {
  placeholder: '<text>',
  parse(raw) {
    if (typeof raw !== 'string' && typeof raw !== 'number' && typeof raw !== 'boolean') {
      throw new Refused('values must be text');
    }
    return String(raw);
  },
};

const limits = (read: Read): LocalLimits => {
  const reload = read('reload', flag());
  return {
    environment: read('environment', mapping('<name>=<value>', variable, anyText)) ?? {},
    memory: read('memory', integer('<MB>', 64, 10_240)) ?? 256,
    timeout: read('timeout', decimal('<seconds>', 0.05, 900)) ?? 5,
    instances: read('instances', integer('<count>', 1, 1_000)) ?? 4,
    callsPerInstance: read('calls-per-instance', integer('<count>', 1, 1_000)) ?? 1,
    allow: read('allow', list('<permission>', oneOf('addons', 'child-process', 'sqlite', 'wasi', 'worker'))) ?? [],
    read: read('read', list('<path>', path())) ?? [],
    write: read('write', list('<path>', path())) ?? [],
    ...(reload !== undefined && { reload }),
  };
};

const targetOf = (fields: Fields): FunctionTarget => {
  const [name, ...others] = Object.keys(TARGETS).filter((each) => each in fields);
  if (name === undefined || others.length > 0) {
    throw new Refused('needs exactly one of module, folder, directory, lambda and webhook');
  }
  const known = new Set<string>();
  const target = TARGETS[name]?.((field, kind) => {
    known.add(field);
    const value = fields[field];
    return value === undefined || value === null ? undefined : within(field, () => kind.parse(value));
  });
  const unknown = Object.keys(fields).find((field) => !known.has(field));
  if (unknown !== undefined) throw new Refused(`unknown key ${unknown}`);
  return target as FunctionTarget;
};

/** Says where in the mapping something is wrong. */
const within = <T>(place: string, act: () => T): T => {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const message =
      error.message.startsWith('must ') || error.message.startsWith('is ') ? ` ${error.message}` : `: ${error.message}`;
    throw new Refused(`${place}${message}`);
  }
};
