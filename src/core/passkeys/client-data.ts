/** What the browser says of a ceremony: CollectedClientData (W3C Web Authentication, section 5.8.1). */
import { invalidParameter } from '../errors.ts';

export interface ClientData {
  /** Base64url. */
  readonly challenge: string;
  readonly origin: string;
}

type Ceremony = 'webauthn.create' | 'webauthn.get';

export const invalidCredential = () => invalidParameter('Credential data is not valid');

/** Read before the signature is: it says which challenge was answered. Throws InvalidParameterException. */
export const clientDataOf = (credential: unknown, ceremony: Ceremony): ClientData => {
  const { type, challenge, origin } = decode(credential);
  if (type !== ceremony || typeof challenge !== 'string' || typeof origin !== 'string') throw invalidCredential();
  return { challenge, origin };
};

const decode = (credential: unknown): Record<string, unknown> => {
  const { clientDataJSON } = members(members(credential)['response']);
  if (typeof clientDataJSON !== 'string') throw invalidCredential();
  try {
    return members(JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()));
  } catch {
    throw invalidCredential();
  }
};

const members = (value: unknown): Record<string, unknown> => {
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  throw invalidCredential();
};
