/** One line for each answered request; what asks by itself, over and over, only at debug level. */
import type { Log } from '../core/ports.ts';
import type { DoneRequest } from './listen.ts';

export const accessLog =
  (log: Log) =>
  ({ id, method, path, status, durationMs, sourceIp, door, operation, errorCode }: DoneRequest): void => {
    const ms = Math.round(durationMs * 10) / 10;
    const fields = { requestId: id, method, path, status, ms, sourceIp, door, operation, errorCode };
    const message = [operation ?? `${method} ${path}`, errorCode ?? status, `${ms} ms`].join(' ');
    if (door === 'health' || door === 'mailbox') log.debug(fields, message);
    else log.info(fields, message);
  };
