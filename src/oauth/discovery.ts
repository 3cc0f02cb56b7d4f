/** OpenID Connect Discovery 1.0 section 3. */
import { type CoreSettings, issuerOf } from '../core/core.ts';

export function discoveryDocument(settings: CoreSettings, poolId: string): object {
  const issuer = issuerOf(settings, poolId);
  return {
    id_token_signing_alg_values_supported: ['RS256'],
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ['code', 'token'],
    subject_types_supported: ['public'],
  };
}
