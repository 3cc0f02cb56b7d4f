/** Requests to providers, whose failures are told to the client's developers. */
import type { Core } from '../core.ts';
import { type FetchAnswer, FetchFailed, type FetchRequest, unreachable } from '../ports.ts';

/** `timeout`: what is said when no answer comes in time. Throws ProviderFailed. */
export const asked = async (
  { fetch }: Pick<Core, 'fetch'>,
  url: string,
  request: FetchRequest,
  timeout: string,
): Promise<FetchAnswer> => {
  try {
    return await fetch(url, request);
  } catch (error) {
    if (!(error instanceof FetchFailed)) throw error;
    throw unreachable(error, timeout);
  }
};

/** Undefined unless the answer is an object. */
export const jsonOf = ({ body }: FetchAnswer): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
};
