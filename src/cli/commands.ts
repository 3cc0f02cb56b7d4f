/** The commands by name, and the help text made from them and the table of options. */
import { defaultOf, envName, kebab, OPTION_KEYS, optionOf } from '../config/options.ts';
import { shownValue } from '../config/show.ts';

export interface Command {
  readonly name: string;
  readonly arguments?: string;
  readonly summary: string;
}

export const COMMANDS: readonly Command[] = [
  { name: 'dev', summary: 'development server on localhost: any access key, mailbox, demo pool' },
  { name: 'serve', summary: 'production server; refuses unsafe settings' },
  { name: 'config', arguments: '[serve|dev]', summary: 'prints the effective configuration, secrets masked' },
  { name: 'keys generate', summary: 'makes a master key file (never replaces one)' },
  { name: 'keys rotate', summary: 'adds a new master key and seals every secret anew under it' },
  {
    name: 'keys rotate-signing',
    arguments: '<pool id>',
    summary: 'gives a pool new token-signing keys; the old ones stay announced until their tokens have ended',
  },
  { name: 'trigger list', arguments: '[pool id]', summary: 'recorded calls of functions, newest first' },
  { name: 'trigger replay', arguments: '<id>', summary: 'runs a recorded event again and prints the answer' },
  {
    name: 'deploy',
    arguments: '<template>',
    summary: 'applies a CloudFormation, SAM or CDK template to a running service; `poolhouse deploy --help`',
  },
  { name: 'texts', arguments: '[language]', summary: 'prints the texts of the hosted pages, to word them otherwise' },
];

export const helpText = (): string =>
  [
    'Usage: poolhouse <command> [options]',
    '',
    'Commands',
    ...table(COMMANDS.map(({ name, arguments: more, summary }) => [more ? `${name} ${more}` : name, summary])),
    '',
    'Options (each is also an environment variable and a key of the configuration file)',
    ...optionLines(),
    ...table([
      ['--config <path>', 'configuration file; POOLHOUSE_CONFIG; ./poolhouse.yaml when there is one'],
      ['--help, --version', ''],
    ]),
    '',
    'Secrets are no flags; they come from the environment or the file',
    ...table(OPTION_KEYS.filter((key) => optionOf(key).secret).map((key) => [envName(key), optionOf(key).help])),
    '',
  ].join('\n');

const optionLines = (): string[] =>
  table(
    OPTION_KEYS.filter((key) => !optionOf(key).secret).map((key) => {
      const { kind, help } = optionOf(key);
      const flag = kind.placeholder === 'on|off' ? `--[no-]${kebab(key)}` : `--${kebab(key)} ${kind.placeholder}`;
      return [flag.length > 44 ? `${flag.slice(0, 43)}…` : flag, `${help}${defaultText(key)}`];
    }),
  );

const defaultText = (key: (typeof OPTION_KEYS)[number]): string => {
  if (optionOf(key).unset) return ` [${optionOf(key).unset}]`;
  const [dev, serve] = (['dev', 'serve'] as const).map((mode) => shownDefault(key, defaultOf(key, mode)));
  if (dev === serve) return dev === '' ? '' : ` [${dev}]`;
  return ` [dev: ${dev}; serve: ${serve}]`;
};

const shownDefault = (key: (typeof OPTION_KEYS)[number], value: unknown): string => {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  const empty = value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
  return empty ? '' : Array.isArray(value) ? value.join(',') : shownValue(key, value).replaceAll('"', '');
};

const table = (rows: readonly (readonly [string, string])[] | readonly string[][]): string[] => {
  const width = Math.max(...rows.map(([left = '']) => left.length));
  return rows.flatMap(([left = '', right = '']) => {
    const [first = '', ...rest] = wrap(right, Math.max(40, 110 - width));
    return [`  ${left.padEnd(width)}  ${first}`.trimEnd(), ...rest.map((line) => `${' '.repeat(width + 4)}${line}`)];
  });
};

const wrap = (text: string, width: number): string[] => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
};
