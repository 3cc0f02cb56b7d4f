/** What providers announce of themselves (OpenID Connect Discovery 1.0 section 4), kept for a while. */
import type { Clock, Fetch } from '../core/ports.ts';

/** Only what is read here. A provider without a document is one whose owner named all its endpoints. */
export interface ProviderDocument {
  readonly issuer?: string;
  readonly jwks_uri?: string;
  readonly token_endpoint_auth_methods_supported?: unknown;
  readonly authorization_response_iss_parameter_supported?: unknown;
}

export interface Documents {
  /** Empty where there is none that names this issuer (section 4.3). Never rejects. */
  of(issuer: string): Promise<ProviderDocument>;
}

const FRESH_MS = 3_600_000;
/** An owner who mends a document waits no longer than this. */
const FAILED_MS = 30_000;
const MAX = 500;

interface Kept {
  readonly until: number;
  readonly document: Promise<ProviderDocument>;
}

export const createDocuments = (fetch: Fetch, clock: Clock): Documents => {
  const kept = new Map<string, Kept>();
  const keep = (issuer: string, document: Promise<ProviderDocument>, ms: number): void => {
    kept.delete(issuer);
    kept.set(issuer, { document, until: clock.now() + ms });
    const [oldest] = kept.keys();
    if (kept.size > MAX && oldest !== undefined) kept.delete(oldest);
  };
  return {
    of: async (issuer) => {
      const known = kept.get(issuer);
      if (known && clock.now() < known.until) return known.document;
      const reading = read(fetch, issuer);
      keep(issuer, reading, FAILED_MS);
      const document = await reading;
      if (document.issuer !== undefined) keep(issuer, reading, FRESH_MS);
      return document;
    },
  };
};

const read = async (fetch: Fetch, issuer: string): Promise<ProviderDocument> => {
  const base = issuer.replace(/\/$/, '');
  try {
    const answer = await fetch(`${base}/.well-known/openid-configuration`, { headers: { accept: 'application/json' } });
    const document: unknown = answer.status === 200 ? JSON.parse(Buffer.from(answer.body).toString()) : undefined;
    return isDocumentOf(document, base) ? document : {};
  } catch {
    return {};
  }
};

const isDocumentOf = (document: unknown, base: string): document is ProviderDocument => {
  if (typeof document !== 'object' || document === null) return false;
  const { issuer, jwks_uri } = document as Record<string, unknown>;
  const named = typeof issuer === 'string' && issuer.replace(/\/$/, '') === base;
  return named && (jwks_uri === undefined || typeof jwks_uri === 'string');
};
