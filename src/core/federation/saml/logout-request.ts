/** A provider ends a person's sessions (saml-profiles-2.0-os section 4.4.3.2) and hears that it is done. */
import type { Site } from '../../domains/site.ts';
import { ServiceError } from '../../errors.ts';
import type { IdentityProvider } from '../../identity-providers/provider.ts';
import { SESSION_LIFETIME } from '../../oauth/sso-session.ts';
import { type ReceivedLogout, type SamlDispatch, type SamlLogout, SamlRefused } from '../../ports.ts';
import { SKEW } from './check.ts';
import { endSamlSessions } from './ended.ts';
import { isOn, type LogoutCore, messageId, responseService, verified } from './logout.ts';
import { unknownAnswer } from './refusal.ts';
import { entityIdOf, signingKey } from './service-provider.ts';
import { spendMessage } from './spend.ts';

/** A request is not kept in store by anybody: it comes at once, or is a copy. Milliseconds. */
const LATEST = 5 * 60_000;

/** Undefined where the provider has no address for answers. Throws ServiceError. */
export const logoutByProvider = async (
  core: LogoutCore,
  site: Site,
  received: ReceivedLogout,
  relayState: string | undefined,
): Promise<SamlDispatch | undefined> => {
  const { provider, request } = await fromProvider(core, site, received);
  const now = core.clock.now();
  if (now > Math.min(request.notOnOrAfter ?? now, request.issuedAt + LATEST) + SKEW) throw unknownAnswer();
  if (!(await spendMessage(core, 'logout', provider, request.id, now + LATEST + 2 * SKEW))) throw unknownAnswer();
  await endSamlSessions(core, provider, request.nameId, request.sessionIndexes, SESSION_LIFETIME);
  const to = responseService(provider);
  if (!to) return undefined;
  const issuer = entityIdOf(site.pool);
  return core.saml.send(
    { kind: 'logout-response', id: messageId(core), issuer, issuedAt: now, ...to, inResponseTo: request.id },
    relayState,
    await signingKey(core, site.pool),
  );
};

interface FromProvider {
  readonly provider: IdentityProvider;
  readonly request: Extract<SamlLogout, { kind: 'request' }>;
}

/** Of one sender a pool may have several providers, each with a key of its own: the signature tells which one it is. */
const fromProvider = async (core: LogoutCore, site: Site, received: ReceivedLogout): Promise<FromProvider> => {
  for (const provider of await claimedSenders(core, site, received)) {
    const request = await verified(core, site, provider, received).catch((error: unknown) => {
      if (!(error instanceof ServiceError)) throw error;
    });
    if (request?.kind === 'request') return { provider, request };
  }
  throw unknownAnswer();
};

const claimedSenders = async (
  core: LogoutCore,
  { pool }: Site,
  received: ReceivedLogout,
): Promise<IdentityProvider[]> => {
  const claimed = await core.saml.senderOf(received).catch((error: unknown) => {
    throw error instanceof SamlRefused ? unknownAnswer() : error;
  });
  const all = await allProviders(core, pool.id);
  return all.filter((provider) => isOn(provider) && provider.metadata?.entityId === claimed);
};

const PAGE = 60;

const allProviders = async (core: LogoutCore, poolId: string): Promise<IdentityProvider[]> => {
  const all: IdentityProvider[] = [];
  for (let page = await core.store.identityProviders.list(poolId, { limit: PAGE }); ; ) {
    all.push(...page);
    const after = page.at(-1)?.name;
    if (page.length < PAGE || after === undefined) return all;
    page = await core.store.identityProviders.list(poolId, { limit: PAGE, after });
  }
};
