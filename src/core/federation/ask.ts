/** Requests to providers, whose failures are told to the client's developers. */
import type { Core } from '../core.ts';
import { type FetchAnswer, FetchFailed, type FetchRequest, ProviderFailed } from '../ports.ts';

/** Throws ProviderFailed. */
export const asked = async (
  { fetch }: Pick<Core, 'fetch'>,
  url: string,
  request: FetchRequest,
): Promise<FetchAnswer> => {
  try {
    return await fetch(url, request);
  } catch (error) {
    if (!(error instanceof FetchFailed)) throw error;
    throw new ProviderFailed('The identity provider could not be reached', { cause: error });
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
