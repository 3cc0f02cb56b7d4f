/** The command line taken apart: command words, and options by name without their dashes. */
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { kebab, OPTION_KEYS, optionOf } from '../config/options.ts';

export interface Arguments {
  readonly words: readonly string[];
  readonly flags: Readonly<Record<string, string | boolean>>;
  readonly help: boolean;
  readonly version: boolean;
}

const isSwitch = (key: (typeof OPTION_KEYS)[number]): boolean => optionOf(key).kind.placeholder === 'on|off';
const isRepeatable = (name: string): boolean =>
  OPTION_KEYS.some((key) => kebab(key) === name && optionOf(key).kind.placeholder.endsWith('…'));

const known: ParseArgsOptionsConfig = {
  ...Object.fromEntries(
    OPTION_KEYS.map((key) => [kebab(key), { type: isSwitch(key) ? 'boolean' : 'string' } as const]),
  ),
  config: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
};

interface Token {
  readonly kind: string;
  readonly name?: string;
  readonly value?: string | undefined;
}

/** Checks nothing: unknown names and values of a wrong kind are for `loadConfig`, which reports all at once. */
export const readArguments = (args: readonly string[]): Arguments => {
  const { tokens } = parseArgs({ args: [...args], options: known, strict: false, allowNegative: true, tokens: true });
  const words: string[] = [];
  const flags: Record<string, string | boolean> = {};
  for (const [at, token] of tokens.entries()) {
    if (token.kind === 'positional' && !isValueOfUnknown(tokens[at - 1])) words.push(token.value);
    if (token.kind === 'option') addFlag(flags, token.name, token.value);
  }
  const { help = false, version = false, ...options } = flags;
  return { words, flags: options, help: help !== false, version: version !== false };
};

/** The word after an unknown option was meant for it; the option is what is to be reported. */
const isValueOfUnknown = (before: Token | undefined): boolean =>
  before?.name !== undefined && before.value === undefined && !(before.name.replace(/^no-/, '') in known);

const addFlag = (flags: Record<string, string | boolean>, name: string, value: string | undefined): void => {
  const negated = name.startsWith('no-') && name.slice(3) in known;
  const earlier = flags[name];
  if (negated) flags[name.slice(3)] = false;
  else if (value !== undefined && typeof earlier === 'string' && isRepeatable(name))
    flags[name] = `${earlier},${value}`;
  else flags[name] = value ?? true;
};
