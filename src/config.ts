/**
 * The configuration: one table of options (config/options.ts) read from flags, environment and a YAML file, in that
 * precedence, before the defaults of the mode. Every problem is found before any is reported.
 */
import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { isLoopback, isNetwork } from './config/addresses.ts';
import { readableFolders } from './config/functions.ts';
import { Refused } from './config/kinds.ts';
import { defaultOf, kebab, type Mode, OPTION_KEYS, type OptionKey, optionOf, type Settings } from './config/options.ts';
import { type Problem, type RawValues, readConfigFile, readEnvironment, readFlags } from './config/sources.ts';

export type { Mode, OptionKey, Settings } from './config/options.ts';
export type { Problem } from './config/sources.ts';

export interface Config extends Settings {
  readonly mode: Mode;
  /** Where each value comes from: `--port`, `POOLHOUSE_PORT`, a file's path, or `default`. */
  readonly sources: Readonly<Record<OptionKey, string>>;
}

export interface ConfigInput {
  readonly mode: Mode;
  /** Without the dashes; `config` names the file. */
  readonly flags?: Readonly<Record<string, string | boolean>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
}

export class ConfigError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((each) => `${each.at}: ${each.message}`).join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** Throws `ConfigError` with every problem found. */
export const loadConfig = (input: ConfigInput): Config => {
  const { config: named, ...flags } = input.flags ?? {};
  const file = configFile(named, input);
  const readings = [...(file ? [readConfigFile(file)] : []), readEnvironment(input.env ?? {}), readFlags(flags)];
  const raw: RawValues = Object.assign({}, ...readings.map((each) => each.values));
  const { config: settled, problems } = settle(input.mode, raw);
  const config = { ...settled, dataDir: resolve(input.cwd ?? process.cwd(), settled.dataDir) };
  const all = [...readings.flatMap((each) => each.problems), ...problems, ...crossChecks(config)];
  if (all.length > 0) throw new ConfigError(all);
  return config;
};

const configFile = (named: string | boolean | undefined, { env, cwd = process.cwd() }: ConfigInput) => {
  const given = typeof named === 'string' ? named : env?.['POOLHOUSE_CONFIG'];
  if (given) return resolve(cwd, given);
  const usual = join(cwd, 'poolhouse.yaml');
  return existsSync(usual) ? usual : undefined;
};

const settle = (mode: Mode, raw: RawValues): { config: Config; problems: Problem[] } => {
  const problems: Problem[] = [];
  const values: Partial<Record<OptionKey, unknown>> = {};
  const sources = {} as Record<OptionKey, string>;
  for (const key of OPTION_KEYS) {
    const given = raw[key];
    sources[key] = given?.source ?? 'default';
    values[key] = defaultOf(key, mode);
    if (!given) continue;
    try {
      values[key] = optionOf(key).kind.parse(given.value);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      problems.push({ at: atOf(key, given.source), message: error.message });
    }
  }
  return { config: { ...(values as unknown as Settings), mode, sources }, problems };
};

const atOf = (key: OptionKey, source: string): string =>
  source.startsWith('-') || source.startsWith('POOLHOUSE_') || source === 'default'
    ? source
    : `${kebab(key)} (${source})`;

/** Rules that span options or need more than the kind of a value. */
const crossChecks = (config: Config): Problem[] => {
  const problems: Problem[] = [];
  const add = (key: OptionKey, message: string) => problems.push({ at: atOf(key, config.sources[key]), message });
  if (Boolean(config.tlsCertFile) !== Boolean(config.tlsKeyFile)) {
    add(config.tlsCertFile ? 'tlsCertFile' : 'tlsKeyFile', 'tls-cert-file and tls-key-file go together: set both');
  }
  if (config.smtpUrl && !config.mailFrom) add('smtpUrl', 'needs mail-from, the sender of e-mails');
  if (config.smsWebhookUrl && !config.smsWebhookSecret) {
    add('smsWebhookUrl', 'needs sms-webhook-secret (POOLHOUSE_SMS_WEBHOOK_SECRET) to sign its requests');
  }
  for (const network of config.outboundAllow) {
    if (!isNetwork(network)) add('outboundAllow', `${network} is no IP address or CIDR`);
  }
  for (const [what, secret] of Object.entries({
    'data-dir': config.dataDir,
    'master-key-file': config.masterKeyFile,
  })) {
    const folder = secret && readableFolders(config.functions).find((each) => isWithin(each, resolve(secret)));
    if (folder) add('functions', `${folder} contains ${what}, which functions must not read: move one of them`);
  }
  for (const key of ['trustedProxy', 'gatewayForwardAuth'] as const) {
    for (const proxy of config[key]) if (!isNetwork(proxy)) add(key, `${proxy} is no IP address or CIDR`);
  }
  for (const [key, hosts] of [
    ['host', config.host],
    ['gatewayHost', config.gatewayHost ?? []],
  ] as const) {
    for (const host of hosts) {
      if (host !== '*' && host !== 'localhost' && isIP(host) === 0)
        add(key, `${host} is no IP address, localhost or *`);
      else if (config.mode === 'dev' && !isLoopback(host)) {
        add(key, `dev listens on loopback addresses only, because it takes any access key; use \`serve\` for ${host}`);
      }
    }
  }
  return problems;
};

const isWithin = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
};

/** Does the service speak HTTPS with clients itself? */
export const servesTls = (config: Pick<Config, 'tlsCertFile'>): boolean => config.tlsCertFile !== undefined;

export interface Urls {
  readonly publicUrl: string;
  readonly issuerBase: string;
}

/** The URLs to show and to issue under; `port` is the one really taken (with port 0 they differ). */
export const urlsOf = (config: Pick<Config, 'publicUrl' | 'issuerUrl' | 'tlsCertFile'>, port: number): Urls => {
  const publicUrl = config.publicUrl ?? `${servesTls(config) ? 'https' : 'http'}://localhost:${port}`;
  return { publicUrl, issuerBase: config.issuerUrl ?? publicUrl };
};
