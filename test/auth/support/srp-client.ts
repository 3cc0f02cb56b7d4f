/**
 * The client's half of Cognito's SRP, written apart from src/crypto in plain BigInt, so that a test can also do what no
 * honest client does: send any A, sign anything, answer late or twice.
 */
import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

// RFC 3526 section 4, spelled out here on purpose.
const N = BigInt(
  '0xFFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B' +
    '302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE6' +
    '49286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D' +
    '670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718' +
    '3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7D' +
    'B3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C' +
    'BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF',
);

const power = (base: bigint, exponent: bigint): bigint => {
  let result = 1n;
  let square = base % N;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
};

/** As Java's BigInteger.toByteArray: a zero byte where the first bit would read as a sign. */
const signed = (hex: string): Buffer => {
  const even = hex.length % 2 === 1 ? `0${hex}` : hex;
  return Buffer.from(/^[89a-f]/i.test(even) ? `00${even}` : even, 'hex');
};

const sha256 = (...parts: (string | Buffer)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

const number = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);

const K = number(sha256(signed(N.toString(16)), signed('2')));

export interface SrpParameters {
  SALT?: string;
  SECRET_BLOCK?: string;
  SRP_B?: string;
  USER_ID_FOR_SRP?: string;
}

export interface SrpClient {
  readonly SRP_A: string;
  /** The ChallengeResponses of PASSWORD_VERIFIER. */
  prove(poolId: string, parameters: SrpParameters, password: string, at?: Date): Record<string, string>;
}

export const srpClient = (): SrpClient => {
  const a = number(randomBytes(32));
  const A = power(2n, a).toString(16);
  return { SRP_A: A, prove: (...given) => prove(a, A, ...given) };
};

const prove = (
  a: bigint,
  A: string,
  poolId: string,
  { SALT = '', SECRET_BLOCK = '', SRP_B = '', USER_ID_FOR_SRP: username = '' }: SrpParameters,
  password: string,
  at = new Date(),
): Record<string, string> => {
  const poolName = poolId.split('_')[1] ?? '';
  const u = number(sha256(signed(A), signed(SRP_B)));
  const x = number(sha256(signed(SALT), sha256(`${poolName}${username}:${password}`)));
  const base = (((BigInt(`0x${SRP_B}`) - K * power(2n, x)) % N) + N) % N;
  const S = power(base, a + u * x);
  const key = hkdfSync('sha256', signed(S.toString(16)), signed(u.toString(16)), 'Caldera Derived Key', 16);
  const TIMESTAMP = timestamp(at);
  const signature = createHmac('sha256', Buffer.from(key))
    .update(poolName)
    .update(username)
    .update(Buffer.from(SECRET_BLOCK, 'base64'))
    .update(TIMESTAMP)
    .digest('base64');
  return {
    USERNAME: username,
    PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
    PASSWORD_CLAIM_SIGNATURE: signature,
    TIMESTAMP,
  };
};

/** "Thu Jan 1 00:00:00 UTC 1970". */
const timestamp = (at: Date): string => {
  const [weekday, day, month, year, time] = at.toUTCString().replace(',', '').split(' ');
  return `${weekday} ${month} ${Number(day)} ${time} UTC ${year}`;
};

/** What a client leaves of a device's password, as ConfirmDevice wants it. */
export const deviceVerifier = (groupKey: string, deviceKey: string, password: string) => {
  const salt = signed(randomBytes(16).toString('hex'));
  const x = number(sha256(salt, sha256(`${groupKey}${deviceKey}:${password}`)));
  return {
    Salt: salt.toString('base64'),
    PasswordVerifier: signed(power(2n, x).toString(16)).toString('base64'),
  };
};
