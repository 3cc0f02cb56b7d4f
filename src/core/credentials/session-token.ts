/**
 * Temporary credentials. The session token carries, sealed, the secret key and whom it speaks for: so there is no row for
 * a session, and any node checks one without asking anybody. What ends a session early is the policies of its role
 * (`aws:TokenIssueTime`) and the loss of the role itself.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Core } from '../core.ts';
import { SealBroken } from '../ports.ts';
import { type KeyPair, newKeyPair } from './access-key.ts';
import type { Principal, SessionFacts } from './principal.ts';

/** Somebody who has temporary credentials. */
export type SessionPrincipal = Principal & { readonly session: SessionFacts };

export interface TemporaryCredentials extends KeyPair {
  readonly sessionToken: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

interface Sealed extends KeyPair {
  readonly principal: SessionPrincipal;
}

const PLACE = 'session';

/** Bytes. Policies and tags are limited so that a token stays below. */
export const MAX_TOKEN = 4_096;

/** From here on (characters) a token is made smaller; below, it would cost time for nothing. */
const WORTH_PACKING = 1_000;

/** `minimumSize`: the token has at least so many bytes, whatever is in it. */
export const issueCredentials = (
  core: Pick<Core, 'random' | 'sealer'>,
  principal: SessionPrincipal,
  minimumSize = 0,
): TemporaryCredentials => {
  const keys = newKeyPair(core, 'ASIA', principal.account);
  const sealed: Sealed = { ...keys, principal };
  const sessionToken = sealedWithin(core, packed(JSON.stringify(sealed)), minimumSize);
  return { ...keys, sessionToken, expiresAt: principal.session.expiresAt };
};

const PACKED = Buffer.of(0);

const packed = (json: string): Buffer =>
  json.length < WORTH_PACKING ? Buffer.from(json) : Buffer.concat([PACKED, deflateRawSync(json)]);

/** Of base64. */
const BYTES_PER_LETTER = 3 / 4;

/** White space after JSON is nothing, and so is what comes after the end of deflated data. */
const sealedWithin = ({ sealer }: Pick<Core, 'sealer'>, content: Buffer, minimumSize: number): string => {
  const token = sealer.seal('session-token', content, PLACE);
  const missing = Math.ceil((minimumSize - token.length) * BYTES_PER_LETTER);
  if (missing <= 0) return token;
  return sealer.seal('session-token', Buffer.concat([content, Buffer.alloc(missing, ' ')]), PLACE);
};

const unpacked = (content: Uint8Array): string =>
  (content[0] === PACKED[0] ? inflateRawSync(content.subarray(1)) : Buffer.from(content)).toString();

/** Undefined for what is not a token of this deployment. Whether its time is over, the caller looks at. */
export const openSessionToken = (core: Pick<Core, 'sealer'>, token: string): Sealed | undefined => {
  try {
    return JSON.parse(unpacked(core.sealer.open('session-token', token, PLACE))) as Sealed;
  } catch (error) {
    if (error instanceof SealBroken) return undefined;
    throw error;
  }
};
