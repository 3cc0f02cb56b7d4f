/** The command line: finds the command, reads the configuration, starts the app and stops it on signals. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Arguments, readArguments } from './cli/arguments.ts';
import { COMMANDS, helpText } from './cli/commands.ts';
import { asTyped, CommandFailed, EXIT, explain, listProblems } from './cli/failures.ts';
import { giveBackMemorySoon } from './cli/memory.ts';
import { endOnDefects, stopOnSignals } from './cli/signals.ts';
import { welcome } from './cli/welcome.ts';
import { didYouMean } from './config/nearest.ts';
import { checkServeSafety } from './config/safety.ts';
import { showConfig } from './config/show.ts';
import { type Config, loadConfig, type Mode } from './config.ts';
import { masterKeyPath } from './first-run/master-key.ts';

const version = (): string =>
  (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;

const run = async (config: Config): Promise<void> => {
  const { startApp } = await import('./app.ts');
  const starting = startApp(config);
  // From the start on: who ends it while it begins to answer ends it as gently.
  stopOnSignals(async () => (await starting).stop());
  const app = await starting;
  endOnDefects(app.core.log);
  if (config.mode === 'dev') giveBackMemorySoon();
  if (config.mode === 'dev' && config.logFormat === 'pretty') {
    const colour = process.stdout.isTTY === true && !process.env['NO_COLOR'];
    process.stdout.write(welcome(app, { ...config, version: version(), colour, cwd: process.cwd() }));
  } else {
    app.core.log.info({ url: app.url, mode: config.mode, version: version() }, `listening on ${app.url}`);
  }
};

const dev = async (config: Config): Promise<void> => run(config);

const serve = async (config: Config): Promise<void> => {
  const unsafe = checkServeSafety(config, { masterKeyFileExists: existsSync(masterKeyPath(config)) });
  if (unsafe.length > 0) {
    throw new CommandFailed(EXIT.config, `Refusing to start, because of unsafe settings:\n${listProblems(unsafe)}`);
  }
  await run(config);
};

const generateKey = async (config: Config): Promise<void> => {
  const { generateMasterKeyFile } = await import('./crypto/keyring-file.ts');
  const path = masterKeyPath(config);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  generateMasterKeyFile(path);
  process.stdout.write(
    `Master key written to ${path} (mode 0600). Keep a copy in a safe place: without it no secret opens.\n`,
  );
};

const rotateKey = async (config: Config): Promise<void> => {
  const { rotateKeys } = await import('./cli/rotate-keys.ts');
  await rotateKeys(config, (line) => process.stdout.write(`${line}\n`));
};

const rotateSigningKeys = async (config: Config, [poolId]: readonly string[]): Promise<void> => {
  if (poolId === undefined) throw new CommandFailed(EXIT.usage, 'Which pool? poolhouse keys rotate-signing <pool id>');
  const { rotatePoolKeys } = await import('./cli/rotate-pool-keys.ts');
  await rotatePoolKeys(config, poolId, (line) => process.stdout.write(`${line}\n`));
};

const listTriggers = async (config: Config, [poolId]: readonly string[]): Promise<void> => {
  const { listInvocations } = await import('./cli/trigger.ts');
  await listInvocations(config, poolId, (line) => process.stdout.write(`${line}\n`));
};

const replayTrigger = async (config: Config, [id]: readonly string[]): Promise<void> => {
  if (id === undefined) throw new CommandFailed(EXIT.usage, 'Which call? poolhouse trigger replay <id>');
  const { replayInvocation } = await import('./cli/trigger.ts');
  await replayInvocation(config, id, (line) => process.stdout.write(`${line}\n`));
};

const printTexts = async (_: Config, [language = 'en']: readonly string[]): Promise<void> => {
  const { textsFile } = await import('./cli/texts.ts');
  process.stdout.write(textsFile(language));
};

interface Action {
  readonly mode: Mode;
  /** Words that may follow the command's name. */
  readonly operands?: number;
  run(config: Config, operands: readonly string[]): Promise<void>;
}

const show = async (config: Config): Promise<void> => void process.stdout.write(showConfig(config));

/** By the command's name, of one word or two; the help text of each is in cli/commands.ts. */
const ACTIONS: Readonly<Record<string, Action>> = {
  dev: { mode: 'dev', run: dev },
  serve: { mode: 'serve', run: serve },
  config: { mode: 'serve', run: show },
  'config dev': { mode: 'dev', run: show },
  'config serve': { mode: 'serve', run: show },
  'keys generate': { mode: 'serve', run: generateKey },
  'keys rotate': { mode: 'serve', run: rotateKey },
  'trigger list': { mode: 'serve', operands: 1, run: listTriggers },
  'trigger replay': { mode: 'serve', operands: 1, run: replayTrigger },
  texts: { mode: 'serve', operands: 1, run: printTexts },
  'keys rotate-signing': { mode: 'serve', operands: 1, run: rotateSigningKeys },
};

/** Throws `CommandFailed` and what the parts throw. */
const runCommand = async (args: Arguments): Promise<void> => {
  if (args.version) return void process.stdout.write(`poolhouse ${version()} (node ${process.versions.node})\n`);
  if (args.help || args.words[0] === 'help') return void process.stdout.write(helpText());
  const { action, operands } = findAction(args.words);
  const config = loadConfig({ mode: action.mode, flags: args.flags, env: process.env });
  try {
    await action.run(config, operands);
  } catch (error) {
    throw explain(error, config);
  }
};

const findAction = (words: readonly string[]): { action: Action; operands: readonly string[] } => {
  for (const length of [2, 1]) {
    const action = words.length >= length ? ACTIONS[words.slice(0, length).join(' ')] : undefined;
    if (action === undefined) continue;
    const operands = words.slice(length);
    const extra = operands[action.operands ?? 0];
    if (extra === undefined) return { action, operands };
    if (words[0] === 'config') break;
    throw new CommandFailed(EXIT.usage, `Unexpected argument: ${extra}. Write options as ${asTyped('--name=value')}.`);
  }
  throw unknownCommand(words);
};

const unknownCommand = (words: readonly string[]): CommandFailed => {
  const names = ['help', 'config dev', 'config serve', ...COMMANDS.map(({ name }) => name)];
  const given = words.slice(0, 2).join(' ');
  const what = given ? `Unknown command: ${given}${didYouMean(given, names)}` : 'Which command?';
  return new CommandFailed(EXIT.usage, `${what}\nRun \`poolhouse --help\` for the commands and options.`);
};

/** It has options of its own: it is a client of a server, perhaps of one on another machine. */
const runDeploy = async (args: readonly string[]): Promise<void> => {
  const { deploy, terminal } = await import('./deploy/cli/command.ts');
  process.exitCode = await deploy(args, terminal());
};

try {
  const args = process.argv.slice(2);
  await (args[0] === 'deploy' ? runDeploy(args.slice(1)) : runCommand(readArguments(args)));
} catch (error) {
  const { message, exitCode } = explain(error);
  process.stderr.write(`${message}\n`);
  process.exit(exitCode);
}
