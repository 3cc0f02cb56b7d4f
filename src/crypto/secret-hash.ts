import { createHmac } from 'node:crypto';

/** Cognito's SECRET_HASH: base64 of HMAC-SHA-256 under the client secret over username and client id. */
export const secretHash = (username: string, clientId: string, secret: string): string =>
  createHmac('sha256', secret).update(`${username}${clientId}`).digest('base64');
