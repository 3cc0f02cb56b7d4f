/** Functions as the app has them, with the log kept. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFunctions, type RunningFunctions } from '../../src/adapters/functions/index.ts';
import { functionRoutes } from '../../src/config/functions.ts';
import { FunctionFailed, type Log } from '../../src/core/ports.ts';

export const FIXTURES = fileURLToPath(new URL('./fixtures', import.meta.url));

export interface LogLine {
  readonly level: string;
  readonly fields: Record<string, unknown>;
  readonly message: string;
}

export const keptLog = (lines: LogLine[] = [], more: object = {}): Log & { lines: LogLine[] } => {
  const write = (level: string) => (fields: object, message: string) =>
    void lines.push({ level, fields: { ...more, ...fields }, message });
  return {
    lines,
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => keptLog(lines, { ...more, ...fields }),
  };
};

export interface Running extends RunningFunctions {
  readonly lines: LogLine[];
  call(name: string, event?: object, timeoutMs?: number): Promise<unknown>;
}

/** `functions` as in the configuration file. */
export const runFunctions = (
  functions: unknown,
  options: { reload?: boolean; lambdaEndpoint?: string; environment?: Record<string, string> } = {},
): Running => {
  const log = keptLog();
  const running = createFunctions({
    routes: functionRoutes().parse(functions),
    lambdaEndpoint: options.lambdaEndpoint,
    reload: options.reload ?? false,
    environment: options.environment ?? {},
    log,
  });
  return {
    ...running,
    lines: log.lines,
    call: (name, event = {}, timeoutMs = 5_000) =>
      running.invoke({ arn: arnOf(name), event, timeoutMs, trigger: 'PreSignUp' }),
  };
};

export const arnOf = (name: string): string => `arn:aws:lambda:eu-central-1:123456789012:function:${name}`;

/** The failure of a call, as plain data. */
export const failureOf = async (call: Promise<unknown>) => {
  const answered = await call.then(
    (answer) => ({ answer }),
    (error: unknown) => error,
  );
  if (!(answered instanceof FunctionFailed)) throw new Error(`no failure: ${JSON.stringify(answered)}`);
  const { kind, errorType, errorMessage } = answered;
  return { kind, errorType, errorMessage };
};

/** A folder with files that a test needs; gone with `remove`. */
export const folderWith = (files: Record<string, string>): { path: string; remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), 'poolhouse-functions-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};
