/** What went wrong at start, said so that the operator knows what to do. Exit codes follow sysexits.h. */

import { withoutUrlSecrets } from '../adapters/log.ts';
import { ConfigError, type Problem } from '../config.ts';
import { DocumentRefused } from '../gateway/document/fields.ts';

export const EXIT = {
  usage: 2,
  unavailable: 69,
  software: 70,
  cannotCreate: 73,
  noPermission: 77,
  config: 78,
} as const;

/** An error whose message is for the operator; no stack is shown. */
export class CommandFailed extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

export const listProblems = (problems: readonly Problem[]): string =>
  problems.map((each) => `  ${each.at}: ${each.message}`).join('\n');

interface Circumstances {
  readonly port?: number;
  readonly dataDir?: string;
}

/** An option as it is to be typed: npm keeps for itself what does not follow two dashes. */
export const asTyped = (option: string): string =>
  process.env['npm_lifecycle_event'] === 'start' ? `npm start -- ${option}` : option;

/** Turns any error into one for the operator. */
export const explain = (error: unknown, { port, dataDir }: Circumstances = {}): CommandFailed => {
  if (error instanceof CommandFailed) return error;
  if (error instanceof ConfigError) {
    return new CommandFailed(EXIT.config, `The configuration is not right:\n${listProblems(error.problems)}`);
  }
  if (error instanceof DocumentRefused) {
    const problems = error.problems.map(({ at, path, message }) => ({
      at,
      message: `${path && `${path}: `}${message}`,
    }));
    return new CommandFailed(EXIT.config, `The API documents of the gateway are not right:\n${listProblems(problems)}`);
  }
  const { code, syscall, path, name } = (error ?? {}) as NodeJS.ErrnoException;
  const message = withoutUrlSecrets(error instanceof Error ? error.message : String(error));
  if (name === 'KeyringError' || error?.constructor.name === 'KeyringError') {
    return new CommandFailed(EXIT.config, message);
  }
  if (code === 'EADDRINUSE') {
    const { port: taken } = error as { port?: number };
    return new CommandFailed(
      EXIT.unavailable,
      taken === port || taken === undefined
        ? `Port ${port} is in use. Stop what listens there, or choose another: ${asTyped(`--port ${port === 7665 ? 7667 : 7665}`)}`
        : `Port ${taken} of the gateway is in use. Stop what listens there, or choose another: ${asTyped(`--gateway-port ${taken + 1}`)}`,
    );
  }
  if (syscall === 'listen') return new CommandFailed(EXIT.noPermission, `Cannot listen on port ${port}: ${message}`);
  if (code && DATABASE_CODES.test(code)) {
    return new CommandFailed(
      EXIT.unavailable,
      `The database is out of reach (${code}). Check database-url and that it runs.`,
    );
  }
  if (code && DISK_CODES.has(code)) {
    return new CommandFailed(
      EXIT.cannotCreate,
      `Cannot write to ${path ?? dataDir} (${code}). Check data-dir and its owner.`,
    );
  }
  return new CommandFailed(EXIT.software, error instanceof Error ? withoutUrlSecrets(error.stack ?? message) : message);
};

/** Network errors of the driver; SQLSTATE classes 08 (connection), 28 (authorization), 3D (no such database). */
const DATABASE_CODES =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRESET|EHOSTUNREACH|57P0\d|08\d{3}|28\w{3}|3D000)$/;
const DISK_CODES = new Set(['EEXIST', 'EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EDQUOT']);
