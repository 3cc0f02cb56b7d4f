/** Where values come from: the command line, the environment, a YAML file. Each answers raw values and its problems. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { resolveFunctionPaths } from './functions.ts';
import { resolveGatewayPaths } from './gateway.ts';
import { path } from './kinds.ts';
import { didYouMean } from './nearest.ts';
import { envName, kebab, OPTION_KEYS, type OptionKey, optionOf } from './options.ts';
import { resolveServicePaths } from './services.ts';

export interface Problem {
  /** The option as its source names it: `--port`, `POOLHOUSE_PORT`, `port (poolhouse.yaml)`. */
  readonly at: string;
  readonly message: string;
}

export interface RawValue {
  readonly value: unknown;
  readonly source: string;
}

export type RawValues = Partial<Record<OptionKey, RawValue>>;

export interface Reading {
  readonly values: RawValues;
  readonly problems: readonly Problem[];
}

/** Loaded when there is a file to read: most starts have none, and it takes 6 MB. */
const yaml = () => createRequire(import.meta.url)('yaml') as typeof import('yaml');

const PATH_KEYS = OPTION_KEYS.filter((key) => optionOf(key).kind.placeholder === path().placeholder);
const FLAG_KEYS = OPTION_KEYS.filter((key) => !optionOf(key).secret);

export const readFlags = (flags: Readonly<Record<string, string | boolean>>): Reading => {
  const values: RawValues = {};
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(flags)) {
    const key = FLAG_KEYS.find((each) => kebab(each) === name);
    if (key) values[key] = { value, source: `--${name}` };
    else problems.push({ at: `--${name}`, message: unknownFlag(name) });
  }
  return { values, problems };
};

const unknownFlag = (name: string): string => {
  const secret = OPTION_KEYS.find((key) => kebab(key) === name);
  if (secret) return `is a secret: give it as ${envName(secret)} or in the configuration file`;
  return `unknown option${didYouMean(name, [...FLAG_KEYS.map(kebab), 'config', 'help', 'version'])}`;
};

export const readEnvironment = (env: Readonly<Record<string, string | undefined>>): Reading => {
  const values: RawValues = {};
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith('POOLHOUSE_') || name === 'POOLHOUSE_CONFIG' || value === undefined) continue;
    if (isServiceLink(name, value)) continue;
    const key = OPTION_KEYS.find((each) => envName(each) === name);
    if (key) values[key] = { value, source: name };
    else problems.push({ at: name, message: `unknown variable${didYouMean(name, OPTION_KEYS.map(envName))}` });
  }
  return { values, problems };
};

/**
 * What Kubernetes puts into every container beside a service called `poolhouse` or `poolhouse-…`
 * (https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables); POOLHOUSE_PORT is among them.
 */
const isServiceLink = (name: string, value: string): boolean =>
  /_SERVICE_(HOST|PORT(_\w+)?)$|_PORT_\d+_(TCP|UDP|SCTP)(_PROTO|_PORT|_ADDR)?$/.test(name) ||
  (name.endsWith('_PORT') && /^(tcp|udp|sctp):\/\//.test(value));

/** Paths in the file are relative to the file. */
export const readConfigFile = (file: string): Reading => {
  const problem = (message: string): Reading => ({ values: {}, problems: [{ at: file, message }] });
  if (!existsSync(file)) return problem('the configuration file does not exist');
  let document: unknown;
  try {
    document = yaml().parse(readFileSync(file, 'utf8'), { customTags: [], maxAliasCount: 0 }) ?? {};
  } catch (error) {
    return problem(firstLine(error));
  }
  if (typeof document !== 'object' || Array.isArray(document)) return problem('must be a YAML mapping of options');
  return readDocument(file, document as Record<string, unknown>);
};

const readDocument = (file: string, document: Record<string, unknown>): Reading => {
  const values: RawValues = {};
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(document)) {
    const key = OPTION_KEYS.find((each) => kebab(each) === name);
    const at = `${name} (${file})`;
    if (!key) problems.push({ at, message: `unknown key${didYouMean(name, OPTION_KEYS.map(kebab))}` });
    else if (value !== null) values[key] = { value: fromFile(key, value, dirname(file)), source: file };
  }
  return { values, problems };
};

const RESOLVED: Partial<Record<OptionKey, (value: unknown, folder: string) => unknown>> = {
  functions: resolveFunctionPaths,
  gateway: resolveGatewayPaths,
  services: resolveServicePaths,
};

const fromFile = (key: OptionKey, value: unknown, folder: string): unknown =>
  (RESOLVED[key] ?? ((given) => fromFileText(key, given, folder)))(value, folder);

const fromFileText = (key: OptionKey, value: unknown, folder: string): unknown =>
  PATH_KEYS.includes(key) && typeof value === 'string' && value !== '' ? resolve(folder, value) : value;

/** A parser's later lines quote the file, where secrets may stand. */
const firstLine = (error: unknown): string =>
  String(error instanceof Error ? error.message : error).split('\n', 1)[0] ?? '';
