/** Providers that everybody knows, which need no registration: their names, and how their tokens are checked. */
import type { Core, CoreSettings } from '../core.ts';
import { MOCK_CLIENT_ID, mockBases } from '../federation/endpoints.ts';
import { verifiedByProvider } from './provider-keys.ts';
import { assertCurrent, audienceAmong, textClaim, type WebIdentity, WebIdentityRefused } from './web-identity.ts';

type Needs = Pick<Core, 'clock' | 'fetch' | 'settings'>;
type Claims = WebIdentity['claims'];

/** `appId` undefined takes any app, for those who look at the audience themselves. */
export interface PublicProvider {
  /** Throws `WebIdentityRefused`, `KeysUnavailable`. */
  verify(core: Needs, token: string, appId: string | undefined): Promise<WebIdentity>;
}

type Settings = Pick<CoreSettings, 'mockProviders' | 'publicUrl'>;

/** A development server's own imitation (federation/endpoints.ts). */
const mocked = (settings: Settings, appId: string | undefined): string | undefined =>
  settings.mockProviders && appId === MOCK_CLIENT_ID ? mockBases(settings).service : undefined;

interface Signing {
  readonly issuers: readonly string[];
  readonly jwksUri: string;
  /** Below the imitations' address. */
  readonly mock: string;
}

const signing = (provider: string, real: Signing): PublicProvider => ({
  verify: async (core, token, appId) => {
    const base = mocked(core.settings, appId);
    const jwksUri = base ? `${base}/${real.mock}/keys` : real.jwksUri;
    const issuers = base ? [`${base}/${real.mock}`] : real.issuers;
    const claims = await verifiedByProvider(core, { jwksUri }, token);
    if (typeof claims === 'string') throw new WebIdentityRefused('signature');
    const issuer = textClaim(claims, 'iss');
    if (!issuers.includes(issuer)) throw new WebIdentityRefused('issuer');
    assertCurrent(claims, core.clock.now());
    const audience = appId === undefined ? anyAudience(claims) : audienceAmong(claims, [appId]);
    return { provider, issuer, subject: textClaim(claims, 'sub'), audience, claims };
  },
});

const anyAudience = (claims: Claims): string => textClaim({ aud: claims['azp'] ?? [claims['aud']].flat()[0] }, 'aud');

interface Asking {
  readonly url: (token: string) => string;
  readonly mock: (base: string, token: string) => string;
  readonly issuer: string;
  /** Undefined: the provider does not know the token. */
  readonly read: (answer: Claims, now: number) => Asked | undefined;
}

interface Asked {
  readonly subject: unknown;
  /** The app has one or two ids. */
  readonly apps: readonly unknown[];
  /** Epoch seconds. */
  readonly exp: unknown;
}

const asking = (provider: string, how: Asking): PublicProvider => ({
  verify: async (core, token, appId) => {
    const base = mocked(core.settings, appId);
    const answer = await ask(core, base === undefined ? how.url(token) : how.mock(base, token));
    const asked = how.read(answer, Math.floor(core.clock.now() / 1_000));
    if (asked === undefined) throw new WebIdentityRefused('signature');
    const claims = { sub: asked.subject, aud: asked.apps, exp: asked.exp };
    assertCurrent(claims, core.clock.now());
    const audience = appId === undefined ? anyAudience(claims) : audienceAmong(claims, [appId]);
    const told = { ...answer, sub: claims.sub, aud: audience };
    return { provider, issuer: how.issuer, subject: textClaim(claims, 'sub'), audience, claims: told };
  },
});

const ask = async ({ fetch }: Needs, url: string): Promise<Claims> => {
  try {
    const { status, body } = await fetch(url, { headers: { accept: 'application/json' } });
    if (status >= 500) throw new WebIdentityRefused('unreachable');
    const answer: unknown = status === 200 ? JSON.parse(Buffer.from(body).toString()) : {};
    return typeof answer === 'object' && answer !== null ? (answer as Claims) : {};
  } catch (error) {
    if (error instanceof WebIdentityRefused) throw error;
    throw new WebIdentityRefused('unreachable', '', { cause: error });
  }
};

const query = (base: string, parameters: Readonly<Record<string, string>>): string =>
  `${base}?${new URLSearchParams(parameters)}`;

const debugToken = (base: string) => (token: string) => query(base, { input_token: token, access_token: token });
const tokenInfo = (base: string) => (token: string) => query(base, { access_token: token });

/** By the key under which logins name them. */
export const publicProviders: ReadonlyMap<string, PublicProvider> = new Map([
  [
    'accounts.google.com',
    signing('accounts.google.com', {
      issuers: ['https://accounts.google.com', 'accounts.google.com'],
      jwksUri: 'https://www.googleapis.com/oauth2/v3/certs',
      mock: 'google',
    }),
  ],
  [
    'appleid.apple.com',
    signing('appleid.apple.com', {
      issuers: ['https://appleid.apple.com'],
      jwksUri: 'https://appleid.apple.com/auth/keys',
      mock: 'apple',
    }),
  ],
  [
    'graph.facebook.com',
    asking('graph.facebook.com', {
      url: debugToken('https://graph.facebook.com/debug_token'),
      mock: (base, token) => debugToken(`${base}/facebook/debug_token`)(token),
      issuer: 'graph.facebook.com',
      read: ({ data }) => {
        const { is_valid: valid, app_id: app, user_id: subject, expires_at: at } = (data ?? {}) as Claims;
        const exp = at === 0 ? Number.POSITIVE_INFINITY : at; // Some never end.
        return valid === true ? { subject, apps: [app], exp } : undefined;
      },
    }),
  ],
  [
    'www.amazon.com',
    asking('www.amazon.com', {
      url: tokenInfo('https://api.amazon.com/auth/o2/tokeninfo'),
      mock: (base, token) => tokenInfo(`${base}/amazon/auth/o2/tokeninfo`)(token),
      issuer: 'www.amazon.com',
      read: ({ aud, app_id: app, user_id: subject, exp: left }, now) => {
        const exp = typeof left === 'number' ? now + left : undefined;
        return subject === undefined ? undefined : { subject, apps: [aud, app], exp };
      },
    }),
  ],
]);
