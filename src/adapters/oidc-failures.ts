/** What openid-client found wrong, in words for the developers of the client: nothing of a token is in them. */
import { errorOfProvider, type OidcParty, ProviderFailed } from '../core/ports.ts';

type Library = typeof import('openid-client');

export const failureOf = (library: Library, error: unknown, { name, issuer }: OidcParty): ProviderFailed => {
  return providerFailure(error) ?? new ProviderFailed(wordsOf(library, error, name, issuer), { cause: error });
};

const wordsOf = (library: Library, error: unknown, name: string, issuer: string): string => {
  if (error instanceof library.ResponseBodyError) {
    return errorOfProvider(name, error.status, [error.error, error.error_description]);
  }
  const claim = claimOf(error);
  if (claim === 'iss') return `Bad id_token issuer: ${issuer} was expected`;
  if (claim !== undefined) return `Bad id_token ${claim}`;
  const message = error instanceof Error ? error.message : '';
  if (/"iss"/.test(`${message} ${causeMessage(error)}`)) return 'Bad iss parameter';
  return /JWT|ID Token|JWS|alg|key/i.test(`${message} ${causeMessage(error)}`) ? 'Bad id_token' : 'Bad token response';
};

/** The claim that did not match, where one did not. */
const claimOf = (error: unknown): string | undefined => {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth += 1) {
    const { claim } = (at.cause ?? {}) as { claim?: unknown };
    if (typeof claim === 'string') return claim;
  }
  return undefined;
};

/** Of a request that failed, which the library wraps into errors of its own. */
const providerFailure = (error: unknown): ProviderFailed | undefined => {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth += 1) {
    if (at instanceof ProviderFailed) return at;
  }
  return undefined;
};

const causeMessage = (error: unknown): string =>
  error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
