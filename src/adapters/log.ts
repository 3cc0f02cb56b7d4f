/**
 * The log: JSON lines in production, readable lines for people. Callers give no secrets; should one slip in under a
 * telling name, it is masked here.
 */
import { type DestinationStream, type Logger, pino } from 'pino';
import type { Log } from '../core/ports.ts';

export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly format: 'json' | 'pretty';
  /** Standard output unless given. */
  readonly destination?: DestinationStream;
}

export interface ClosableLog extends Log {
  /** Writes out what is still held back. */
  flush(): void;
}

const SECRET_NAMES =
  /pass(word|wd|phrase)|secret|token|authorization|cookie|signature|private.?key|master.?key|credential|verifier|srp|claim|^(code|codes|session|body|content|link|otp|answer|salt)$|(confirmation|user|auth).?code/i;
const MASK = '[hidden]';
const DEPTH = 6;

const maskValue = (value: unknown, depth: number): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEPTH) return '[deep]';
  if (value instanceof Error) return errorFields(value, depth);
  if (value instanceof Date) return value;
  if (ArrayBuffer.isView(value)) return '[bytes]';
  if (Array.isArray(value)) return value.map((each) => maskValue(each, depth + 1));
  return maskFields(value, depth + 1);
};

const maskFields = (fields: object, depth = 0): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      SECRET_NAMES.test(name) && !isHarmless(name, value) ? MASK : maskValue(value, depth),
    ]),
  );

/** Counts and flags (`tokens: 3`, `hasSecret: true`) and error codes (`code: 'ECONNRESET'`) say nothing secret. */
const isHarmless = (name: string, value: unknown): boolean => {
  if (value === undefined || value === null || typeof value === 'boolean') return true;
  if (name === 'code') return typeof value === 'string' && /^(E[A-Z]{3,}|[A-Z]\w+Exception)$/.test(value);
  return typeof value === 'number';
};

/** Only what explains the error: drivers hang statements and parameters on theirs. */
const errorFields = (error: Error, depth: number): Record<string, unknown> => ({
  type: error.name,
  message: withoutUrlSecrets(error.message),
  ...('code' in error && typeof error.code === 'string' ? { errorCode: error.code } : {}),
  stack: error.stack && withoutUrlSecrets(error.stack),
  ...(error.cause === undefined ? {} : { cause: maskValue(error.cause, depth + 1) }),
});

/** Masks `user:password@` in URLs inside a text. */
export const withoutUrlSecrets = (text: string): string =>
  text.replace(/(\w+:\/\/[^\s:@/]*):[^\s@/]*@/g, `$1:${MASK}@`);

/** Fields of the access log that its message repeats for people. */
const TOLD_BY_THE_MESSAGE = 'requestId,method,path,status,ms,sourceIp,door,operation,errorCode';

const prettyStream = async (): Promise<DestinationStream> => {
  const { default: pretty } = await import('pino-pretty');
  return pretty({ ignore: TOLD_BY_THE_MESSAGE, translateTime: 'SYS:HH:MM:ss', singleLine: true, sync: true });
};

export const createLog = async (options: LogOptions): Promise<ClosableLog> => {
  const usual = async () =>
    options.format === 'pretty' ? await prettyStream() : pino.destination({ dest: 1, sync: true });
  const logger = pino(
    {
      level: options.level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      // Errors are already plain fields when pino's own serializer would add to them again.
      serializers: { err: (fields: unknown) => fields },
      formatters: { level: (label) => ({ level: label }), log: (fields) => maskFields(fields) },
    },
    options.destination ?? (await usual()),
  );
  return { ...wrap(logger), flush: () => logger.flush() };
};

/** Child fields pass the mask too: pino's formatter sees only those of the line. */
const wrap = (logger: Logger): Log => ({
  debug: (fields, message) => logger.debug(fields, message),
  info: (fields, message) => logger.info(fields, message),
  warn: (fields, message) => logger.warn(fields, message),
  error: (fields, message) => logger.error(fields, message),
  child: (fields) => wrap(logger.child(maskFields(fields))),
});
