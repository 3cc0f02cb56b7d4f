/** What a client's members owe each other and their pool. The form of each member alone is checked before. */
import { invalidParameter } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import { unavailable } from '../pools/tier-rules.ts';
import { readableNames, writableByClients } from './attributes.ts';
import type { ClientSettings } from './client.ts';
import { checkOAuth } from './oauth-rules.ts';
import type { ClientReferences } from './references.ts';
import { accessTokenSeconds, idTokenSeconds, refreshTokenSeconds } from './validity.ts';

/** What the checks need to know beside the settings. */
export interface ClientFacts extends ClientReferences {
  readonly hasSecret: boolean;
  /** Cognito's messages name what is going on. */
  readonly doing: 'creating' | 'updating';
}

const MINUTE = 60;
const DAY = 86_400;
const TEN_YEARS = 315_360_000;

/**
 * Throws InvalidParameterException, InvalidOAuthFlowException, ScopeDoesNotExistException,
 * FeatureUnavailableInTierException.
 */
export const checkClientSettings = (pool: Pool, settings: ClientSettings, facts: ClientFacts): void => {
  assertValidity(settings);
  assertAuthFlows(pool, settings, facts);
  assertAttributes(pool, settings, facts);
  assertProviders(pool, facts.unknownProviders);
  assertContextData(settings, facts);
  assertAnalytics(settings);
  checkOAuth(settings, facts);
};

const assertValidity = (settings: ClientSettings): void => {
  const [access, id, refresh] = [accessTokenSeconds, idTokenSeconds, refreshTokenSeconds].map((of) =>
    of({ settings }),
  ) as [number, number, number];
  const inRange = (seconds: number) => seconds >= 5 * MINUTE && seconds <= DAY;
  if (!inRange(access) || !inRange(id) || refresh < 60 * MINUTE || refresh > TEN_YEARS) {
    throw invalidParameter('Invalid range for token validity.');
  }
  if (refresh < Math.max(access, id)) {
    throw invalidParameter('Refresh token validity cannot be shorter than access token or ID token validity.');
  }
};

/** A client that acts on its own behalf signs no users in (API reference, GetClientToken). */
const assertClientTokenAlone = (flows: readonly string[], hasSecret: boolean): void => {
  if (!flows.includes('ALLOW_CLIENT_TOKEN_AUTH')) return;
  if (new Set(flows).size > 1) {
    throw invalidParameter('ALLOW_CLIENT_TOKEN_AUTH cannot be set along with other auth flows.');
  }
  if (!hasSecret) throw invalidParameter('ALLOW_CLIENT_TOKEN_AUTH requires a client with a client secret.');
};

const assertAuthFlows = (pool: Pool, settings: ClientSettings, { hasSecret }: ClientFacts): void => {
  const flows = settings.explicitAuthFlows ?? [];
  const current = flows.filter((flow) => flow.startsWith('ALLOW_'));
  if (current.length > 0 && current.length < flows.length) {
    throw invalidParameter("Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names.");
  }
  assertClientTokenAlone(flows, hasSecret);
  if (flows.includes('ALLOW_USER_AUTH') && pool.settings.tier === 'LITE') {
    throw unavailable('LITE', 'Choice-based Authentication');
  }
  if (settings.refreshTokenRotation?.feature === 'ENABLED' && flows.includes('ALLOW_REFRESH_TOKEN_AUTH')) {
    throw invalidParameter('ALLOW_REFRESH_TOKEN_AUTH cannot be set while refresh token rotation is enabled.');
  }
};

const assertAttributes = (pool: Pool, settings: ClientSettings, { doing }: ClientFacts): void => {
  const readable = readableNames(pool);
  if (!(settings.readAttributes ?? []).every((name) => readable.has(name))) {
    throw invalidParameter(`Invalid read attributes specified while ${doing} a client`);
  }
  if (settings.writeAttributes === undefined) return;
  const written = new Set(settings.writeAttributes);
  const writable = new Set(writableByClients(pool));
  const needed = pool.schema.filter(({ name, required }) => required && writable.has(name));
  if (!settings.writeAttributes.every((name) => writable.has(name)) || !needed.every(({ name }) => written.has(name))) {
    throw invalidParameter(`Invalid write attributes specified while ${doing} a client`);
  }
};

const assertProviders = (pool: Pool, [unknown]: readonly string[]): void => {
  if (unknown !== undefined) {
    throw invalidParameter(`The provider ${unknown} does not exist for User Pool ${pool.id}.`);
  }
};

const assertContextData = (settings: ClientSettings, { hasSecret }: ClientFacts): void => {
  if (settings.enablePropagateAdditionalUserContextData && !hasSecret) {
    throw invalidParameter('EnablePropagateAdditionalUserContextData requires a client with a client secret.');
  }
};

/** The wire's own names: the configuration is kept as given. */
const assertAnalytics = ({ analyticsConfiguration }: ClientSettings): void => {
  if (analyticsConfiguration === undefined) return;
  const { ApplicationArn, ApplicationId, RoleArn, ExternalId } = analyticsConfiguration;
  const parts = [ApplicationId, RoleArn, ExternalId].filter((part) => part !== undefined).length;
  if (ApplicationArn === undefined ? parts !== 3 : parts !== 0) {
    throw invalidParameter(
      'Invalid analytics configuration given, ' +
        'either <application arn> or <application id, role arn, external id> are valid',
    );
  }
};
