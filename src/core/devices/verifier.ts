/** The secret that a client has made for its device: checked as it comes in, sealed where it rests. */
import { G, GROUP_BYTES, N, toBytes, toNumber } from '../../crypto/srp-group.ts';
import type { Core, PasswordVerifier } from '../core.ts';
import { invalidParameter } from '../errors.ts';
import type { Device } from './device.ts';

/** Clients use 16 bytes; more than this is nobody's salt. */
const LONGEST_SALT = 64;
/** A leading zero byte keeps the number positive (RFC 5054 does without). */
const LONGEST_NUMBER = GROUP_BYTES + 1;

export interface VerifierConfig {
  /** Base64, both. */
  readonly passwordVerifier?: string;
  readonly salt?: string;
}

/** Throws InvalidParameterException for half of a verifier, and for what is no verifier of the group. */
export const readVerifier = ({ passwordVerifier, salt }: VerifierConfig): PasswordVerifier | undefined => {
  if (passwordVerifier === undefined && salt === undefined) return undefined;
  return {
    salt: numberBytes('Salt', salt, LONGEST_SALT),
    verifier: verifierBytes(numberBytes('PasswordVerifier', passwordVerifier, LONGEST_NUMBER)),
  };
};

/** 0, 1 and g are verifiers of exponents that anybody knows; N and more are not of the group. */
const verifierBytes = (bytes: Uint8Array): Uint8Array => {
  const verifier = toNumber(bytes);
  if (verifier <= G || verifier >= N) throw invalid('PasswordVerifier');
  return toBytes(verifier);
};

/** Without leading zeros: numbers travel without them. */
const numberBytes = (name: string, base64: string | undefined, longest: number): Uint8Array => {
  if (!base64 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) throw invalid(name);
  const bytes = Buffer.from(base64, 'base64');
  const first = bytes.findIndex((byte) => byte !== 0);
  if (first < 0 || bytes.length > longest) throw invalid(name);
  return bytes.subarray(first);
};

const invalid = (name: string) => invalidParameter(`Invalid ${name} in the device secret verifier configuration.`);

type Place = Pick<Device, 'poolId' | 'sub' | 'key'>;

const place = ({ poolId, sub, key }: Place): string => `${poolId}/${sub}/${key}`;

/** The verifier, then the salt. */
export const sealDeviceVerifier = (core: Pick<Core, 'sealer'>, device: Place, kept: PasswordVerifier): string =>
  core.sealer.seal('device', Buffer.concat([kept.verifier, kept.salt]), place(device));

export const openDeviceVerifier = (
  core: Pick<Core, 'sealer'>,
  device: Place & { readonly sealedVerifier: string },
): PasswordVerifier => {
  const bytes = core.sealer.open('device', device.sealedVerifier, place(device));
  return { verifier: bytes.slice(0, GROUP_BYTES), salt: bytes.slice(GROUP_BYTES) };
};
