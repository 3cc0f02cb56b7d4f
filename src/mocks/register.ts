/** Giving a pool the imitated providers, and taking them away: through what CreateIdentityProvider does itself. */
import type { Client } from '../core/clients/client.ts';
import { updateClient } from '../core/clients/update.ts';
import type { Core } from '../core/core.ts';
import { MOCK_CLIENT_ID } from '../core/federation/endpoints.ts';
import { type IdentityProvider, OWN_USERS } from '../core/identity-providers/provider.ts';
import { createProvider, deleteProvider, type NewProvider, updateProvider } from '../core/identity-providers/write.ts';
import type { Pool } from '../core/pools/pool.ts';
import { APPLE_KEY_ID, APPLE_TEAM, MOCK_SECRET, type MockParts } from './parts.ts';
import { samlMetadata } from './saml/metadata.ts';

type Needs = Pick<Core, 'clock' | 'directory' | 'fetch' | 'saml' | 'sealer' | 'settings' | 'store'>;

export interface Registered {
  /** Imitations that the pool has now. */
  readonly providers: readonly string[];
  /** Providers of the same name that are the owner's, which stay as they are. */
  readonly kept: readonly string[];
  /** App clients at which the imitations are enabled now. */
  readonly clients: readonly string[];
}

export const addMocks = async (core: Needs, parts: MockParts, pool: Pool): Promise<Registered> => {
  const wanted = await definitions(parts);
  const had = await Promise.all(wanted.map(({ name }) => core.store.identityProviders.byName(pool.id, name)));
  const kept = had.filter((each) => each !== undefined && !isMock(each)).map((each) => each?.name ?? '');
  const own = wanted.filter(({ name }) => !kept.includes(name));
  for (const each of own) {
    const known = had.some((before) => before?.name === each.name);
    await (known ? updateProvider(core, pool, each.name, each) : createProvider(core, pool, each));
  }
  const providers = own.map(({ name }) => name);
  const add = (before: readonly string[]) => [...new Set([...before, ...providers])];
  return { providers, kept, clients: await changeClients(core, pool, add) };
};

/** Users who signed in with them stay. */
export const removeMocks = async (core: Needs, parts: MockParts, pool: Pool): Promise<void> => {
  const names = (await definitions(parts)).map(({ name }) => name);
  const had = await Promise.all(names.map((name) => core.store.identityProviders.byName(pool.id, name)));
  const mocks = had.flatMap((each) => (each && isMock(each) ? [each.name] : []));
  await changeClients(core, pool, (before) => before.filter((name) => !mocks.includes(name)));
  for (const name of mocks) await deleteProvider(core, pool, name);
};

export const isMock = ({ type, details, metadata }: IdentityProvider): boolean =>
  type === 'SAML' ? metadata?.entityId.endsWith('/mocks/saml') === true : details['client_id'] === MOCK_CLIENT_ID;

const WITH_SECRET = { client_id: MOCK_CLIENT_ID, client_secret: MOCK_SECRET };
const NAMED = { email: 'email', name: 'name' };

const definitions = async (parts: MockParts): Promise<NewProvider[]> => [
  {
    name: 'Google',
    type: 'Google',
    details: { ...WITH_SECRET, authorize_scopes: 'openid email profile' },
    attributeMapping: { ...NAMED, email_verified: 'email_verified' },
  },
  {
    name: 'Facebook',
    type: 'Facebook',
    details: { ...WITH_SECRET, authorize_scopes: 'public_profile,email' },
    attributeMapping: NAMED,
  },
  {
    name: 'LoginWithAmazon',
    type: 'LoginWithAmazon',
    details: { ...WITH_SECRET, authorize_scopes: 'profile' },
    attributeMapping: NAMED,
  },
  {
    name: 'SignInWithApple',
    type: 'SignInWithApple',
    details: {
      client_id: MOCK_CLIENT_ID,
      team_id: APPLE_TEAM,
      key_id: APPLE_KEY_ID,
      private_key: (await parts.keys()).appleKey,
      authorize_scopes: 'email name',
    },
    attributeMapping: { ...NAMED, email_verified: 'email_verified' },
  },
  {
    name: 'MockSAML',
    type: 'SAML',
    details: { MetadataFile: await samlMetadata(parts), IDPSignout: 'true', IDPInit: 'true' },
    attributeMapping: NAMED,
  },
];

const changeClients = async (
  core: Needs,
  pool: Pool,
  change: (names: readonly string[]) => string[],
): Promise<string[]> => {
  const clients = await clientsOf(core, pool);
  for (const client of clients) {
    const before = client.settings.supportedIdentityProviders ?? [OWN_USERS];
    const supportedIdentityProviders = change(before);
    if (supportedIdentityProviders.join() === before.join()) continue;
    await updateClient(core, pool, client.id, { settings: { ...client.settings, supportedIdentityProviders } });
  }
  return clients.map(({ id }) => id);
};

const PAGE = 60;

const clientsOf = async (core: Pick<Core, 'store'>, pool: Pool): Promise<Client[]> => {
  const clients: Client[] = [];
  for (;;) {
    const after = clients.at(-1)?.id;
    const page = await core.store.clients.list(pool.id, { limit: PAGE, ...(after !== undefined && { after }) });
    clients.push(...page);
    if (page.length < PAGE) return clients;
  }
};
