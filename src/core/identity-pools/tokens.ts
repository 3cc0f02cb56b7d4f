/**
 * OpenID tokens of identities, which this deployment's identity issuer signs: `{issuerBase}/identity`, in the place of
 * `https://cognito-identity.amazonaws.com`. Its keys are kept and turned like a user pool's.
 */
import type { Core, CoreSettings, Signer } from '../core.ts';
import { GuardFailed } from '../ports.ts';

/** How policies and login maps name this issuer, whatever its address. */
export const IDENTITY_PROVIDER = 'cognito-identity.amazonaws.com';

/** In the place of a user pool's id where keys are kept, and in the issuer's address. */
export const IDENTITY_KEYS = 'identity';

const TAGS_CLAIM = 'https://aws.amazon.com/tags';

export const identityIssuer = ({ issuerBase }: Pick<CoreSettings, 'issuerBase'>): string =>
  `${issuerBase}/${IDENTITY_KEYS}`;

/** What a token says of an identity. */
export interface IdentityFacts {
  readonly identityId: string;
  readonly poolId: string;
  /** `authenticated` or `unauthenticated`, then provider and `provider:…:subject` of each login. */
  readonly amr: readonly string[];
  readonly principalTags?: Readonly<Record<string, string>> | undefined;
}

export interface IdentityToken extends IdentityFacts {
  /** Epoch ms. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly claims: Readonly<Record<string, unknown>>;
}

type Needs = Pick<Core, 'clock' | 'random' | 'settings' | 'signer' | 'store'>;

/** `seconds`: how long it is good for. */
export const signIdentityToken = async (
  core: Needs,
  { identityId, poolId, amr, principalTags }: IdentityFacts,
  seconds: number,
): Promise<string> => {
  await ensureKeys(core);
  const now = Math.floor(core.clock.now() / 1_000);
  const tagged = principalTags !== undefined && Object.keys(principalTags).length > 0;
  return core.signer.sign(IDENTITY_KEYS, 'id', {
    sub: identityId,
    aud: poolId,
    amr,
    iss: identityIssuer(core.settings),
    ...(tagged && { [TAGS_CLAIM]: tagsClaim(principalTags) }),
    exp: now + seconds,
    iat: now,
  });
};

/** As STS reads session tags from web identity tokens (IAM user guide, "Passing session tags using AssumeRoleWithWebIdentity"). */
const tagsClaim = (tags: Readonly<Record<string, string>>) => ({
  principal_tags: Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, [value]])),
});

/** `invalid`: not one of ours, or tampered with. */
export const verifyIdentityToken = async (
  core: Pick<Core, 'clock' | 'settings' | 'signer'>,
  token: string,
): Promise<IdentityToken | 'expired' | 'invalid'> => {
  const claims = await core.signer.verify(IDENTITY_KEYS, 'id', token);
  if (claims?.['iss'] !== identityIssuer(core.settings)) return 'invalid';
  // The signature vouches for the shape: signIdentityToken alone signs with these keys.
  const { sub, aud, amr, exp, iat, [TAGS_CLAIM]: tags } = claims as unknown as SignedClaims;
  if (exp * 1_000 <= core.clock.now()) return 'expired';
  return {
    identityId: sub,
    poolId: aud,
    amr,
    issuedAt: iat * 1_000,
    expiresAt: exp * 1_000,
    claims,
    ...(tags && { principalTags: Object.fromEntries(Object.entries(tags.principal_tags).map(([k, [v]]) => [k, v])) }),
  };
};

interface SignedClaims {
  readonly sub: string;
  readonly aud: string;
  readonly amr: readonly string[];
  readonly exp: number;
  readonly iat: number;
  readonly [TAGS_CLAIM]?: { readonly principal_tags: Readonly<Record<string, readonly [string]>> };
}

const ready = new WeakMap<Signer, Promise<void>>();

/** The first token of a deployment makes the issuer's keys; whichever node comes first has its keys taken. */
export const ensureKeys = (core: Needs): Promise<void> => {
  const known = ready.get(core.signer);
  if (known !== undefined) return known;
  const making = makeKeys(core);
  ready.set(core.signer, making);
  making.catch(() => ready.delete(core.signer));
  return making;
};

const FOR_GOOD = Number.MAX_SAFE_INTEGER;

const makeKeys = async ({ signer, store, clock, random }: Needs): Promise<void> => {
  if ((await signer.jwks(IDENTITY_KEYS)).keys.length > 0) return;
  const first = store.leases.take('identity-issuer-keys', random.uuid(), clock.now(), FOR_GOOD);
  try {
    await store.commit([first, ...(await signer.newPoolKeys(IDENTITY_KEYS))]);
  } catch (error) {
    if (!(error instanceof GuardFailed && error.guard === 'lease.held')) throw error;
  }
};
