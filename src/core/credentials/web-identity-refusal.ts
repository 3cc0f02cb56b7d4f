/** Why STS does not take a token, in its words. */
import { unverifiedPayload } from '../../crypto/jws.ts';
import { type ErrorCode, ServiceError } from '../errors.ts';
import type { WebIdentityRefused } from '../identity-pools/web-identity.ts';

type Said = readonly [ErrorCode, string];

const INVALID = 'InvalidIdentityTokenException';

export const tokenRefusal = (refused: WebIdentityRefused, nowMs: number, token: string): ServiceError => {
  const [code, message] = said(refused, nowMs, token);
  return new ServiceError(code, message, { cause: refused });
};

const said = ({ reason, detail }: WebIdentityRefused, nowMs: number, token: string): Said => {
  const now = Math.floor(nowMs / 1_000);
  switch (reason) {
    case 'malformed':
      return [
        INVALID,
        'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
      ];
    case 'expired':
      return [
        'ExpiredTokenException',
        `Token expired: current date/time ${now} must be before the expiration date/time ${detail}`,
      ];
    case 'not-yet':
      return [INVALID, `Token not yet valid: current date/time ${now} must be after the date/time ${detail}`];
    case 'claim':
      return [INVALID, `Missing a required claim: ${detail}`];
    case 'audience':
      return [INVALID, 'Incorrect token audience'];
    case 'provider':
    case 'issuer':
      return [INVALID, `No OpenIDConnect provider found in your account for ${claimedIssuer(token)}`];
    case 'signature':
      return [INVALID, 'The signature of the web identity token is invalid'];
    case 'unreachable':
      return [
        'IDPCommunicationErrorException',
        "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements",
      ];
    case 'revoked':
      return ['IDPRejectedClaimException', 'The identity provider rejected the web identity token'];
  }
};

/** As the token says, for those who look for the mistake. */
const claimedIssuer = (token: string): string => {
  const issuer = unverifiedPayload(token)?.['iss'];
  return typeof issuer === 'string' ? issuer.replace(/[^\x20-\x7e]/g, '?').slice(0, 255) : '';
};
