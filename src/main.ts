/** The command line: finds the command, reads the configuration, starts the app and stops it on signals. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Arguments, readArguments } from './cli/arguments.ts';
import { COMMANDS, helpText } from './cli/commands.ts';
import { CommandFailed, EXIT, explain, listProblems } from './cli/failures.ts';
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

const configOf = (mode: Mode, { flags }: Arguments): Config => loadConfig({ mode, flags, env: process.env });

const run = async (config: Config): Promise<void> => {
  const { startApp } = await import('./app.ts');
  const app = await startApp(config);
  stopOnSignals(() => app.stop());
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

/** Runs at most one command; throws `CommandFailed` and what the parts throw. */
const command = async (args: Arguments): Promise<(config?: Config) => Promise<void>> => {
  const [first, second, third] = args.words;
  if (args.version)
    return async () => void process.stdout.write(`poolhouse ${version()} (node ${process.versions.node})\n`);
  if (args.help || first === 'help') return async () => void process.stdout.write(helpText());
  const extra = first === 'keys' ? third : first === 'config' ? third : second;
  if (extra !== undefined)
    throw new CommandFailed(EXIT.usage, `Unexpected argument: ${extra}. Write options as --name=value.`);
  switch (first) {
    case 'dev':
    case 'serve': {
      const config = configOf(first, args);
      return () => withPort(config, first === 'dev' ? dev : serve);
    }
    case 'config':
      return showing(second ?? 'serve', args);
    case 'keys':
      return keysCommand(second, args);
    default:
      throw unknownCommand(args.words);
  }
};

const showing = (mode: string, args: Arguments) => {
  if (mode !== 'dev' && mode !== 'serve') throw unknownCommand(['config', mode]);
  return async () => void process.stdout.write(showConfig(configOf(mode, args)));
};

const keysCommand = (action: string | undefined, args: Arguments) => {
  const act = action === 'generate' ? generateKey : action === 'rotate' ? rotateKey : undefined;
  if (!act) throw unknownCommand(['keys', ...(action ? [action] : [])]);
  return () => withPort(configOf('serve', args), act);
};

const unknownCommand = (words: readonly string[]): CommandFailed => {
  const names = ['help', 'config dev', 'config serve', ...COMMANDS.map(({ name }) => name)];
  const given = words.slice(0, 2).join(' ');
  const what = given ? `Unknown command: ${given}${didYouMean(given, names)}` : 'Which command?';
  return new CommandFailed(EXIT.usage, `${what}\nRun \`poolhouse --help\` for the commands and options.`);
};

const withPort = async (config: Config, act: (config: Config) => Promise<void>): Promise<void> => {
  try {
    await act(config);
  } catch (error) {
    throw explain(error, config);
  }
};

try {
  await (await command(readArguments(process.argv.slice(2))))();
} catch (error) {
  const { message, exitCode } = explain(error);
  process.stderr.write(`${message}\n`);
  process.exit(exitCode);
}
