/** Values as they may be shown: secrets masked, credentials taken out of URLs. */
import type { Config } from '../config.ts';
import { type FunctionRoute, shownRoutes } from './functions.ts';
import { type GatewayEntry, shownEntries } from './gateway.ts';
import { kebab, OPTION_KEYS, type OptionKey, optionOf } from './options.ts';
import { type ServiceTargets, shownServices } from './services.ts';

const MASK = '********';

/** `poolhouse config`: one line an option, in YAML that the configuration file takes, the source as its comment. */
export const showConfig = (config: Config): string => {
  const lines = OPTION_KEYS.map((key) => ({ text: shownLine(config, key), source: sourceOf(config, key) }));
  const width = Math.min(56, Math.max(...lines.map(({ text }) => text.length)));
  return [
    `# poolhouse ${config.mode}`,
    ...lines.map(({ text, source }) => `${text.padEnd(width)}  # ${source}`),
    '',
  ].join('\n');
};

const shownLine = (config: Config, key: OptionKey): string =>
  config[key] === undefined ? `# ${kebab(key)}:` : `${kebab(key)}: ${shownValue(key, config[key])}`;

const sourceOf = (config: Config, key: OptionKey): string => {
  const unset = config[key] === undefined ? (optionOf(key).unset ?? 'not set') : undefined;
  return config.sources[key] === 'default' ? (unset ?? 'default') : config.sources[key];
};

export const shownValue = (key: OptionKey, value: unknown): string => {
  if (optionOf(key).secret) return `"${MASK}"`;
  if (key === 'functions') return shownRoutes(value as readonly FunctionRoute[]);
  if (key === 'services') return shownServices(value as ServiceTargets);
  if (key === 'gateway') return shownEntries(value as readonly GatewayEntry[]);
  if (Array.isArray(value)) return `[${value.map(scalar).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([name, each]) => `${name}: ${scalar(each)}`)
      .join(', ')}}`;
  }
  return scalar(value);
};

const scalar = (value: unknown): string => {
  if (typeof value !== 'string') return String(value);
  const safe = URL.canParse(value) ? withoutCredentials(value) : value;
  return /^[\w./:@<> ~-]*$/.test(safe) && !/^[\s\d-]|: | #/.test(safe) && safe !== '' ? safe : JSON.stringify(safe);
};

const SECRET_PARAMETER = /pass|secret|token|key|auth/i;

/** Passwords stand before the host or, in database URLs, also among the parameters. */
export const withoutCredentials = (url: string): string => {
  const parsed = new URL(url);
  if (parsed.password) parsed.password = MASK;
  for (const name of [...parsed.searchParams.keys()]) {
    if (SECRET_PARAMETER.test(name)) parsed.searchParams.set(name, MASK);
  }
  return parsed.href.replace(/%2A/gi, '*');
};
