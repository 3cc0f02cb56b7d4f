/** The store over an engine: all repositories, and commits of what they wrote. */
import { sql } from 'kysely';
import type { Store } from '../core/ports.ts';
import { createCounting } from './counters.ts';
import type { Engine } from './engine.ts';
import { createAccessKeys } from './repositories/access-keys.ts';
import { createAliases } from './repositories/aliases.ts';
import { createAttempts } from './repositories/attempts.ts';
import { createManagedLoginBrandings, createUiCustomizations } from './repositories/branding.ts';
import { createClients } from './repositories/clients.ts';
import { createCodes } from './repositories/codes.ts';
import { createDevices } from './repositories/devices.ts';
import { createDomains } from './repositories/domains.ts';
import { createGroups } from './repositories/groups.ts';
import { createIam } from './repositories/iam.ts';
import { createIdentities } from './repositories/identities.ts';
import { createIdentityPools } from './repositories/identity-pools.ts';
import { createIdentityProviders } from './repositories/identity-providers.ts';
import { createImports } from './repositories/imports.ts';
import { createInvocations } from './repositories/invocations.ts';
import { createSigningKeys } from './repositories/keys.ts';
import { createLeases } from './repositories/leases.ts';
import { createManagedKeys } from './repositories/managed-keys.ts';
import { createMessages } from './repositories/messages.ts';
import { createPasskeys } from './repositories/passkeys.ts';
import { createPools } from './repositories/pools.ts';
import { createResourceServers } from './repositories/resource-servers.ts';
import { createSealed } from './repositories/sealed.ts';
import { createRevocations, createRotations, createTickets } from './repositories/short-lived.ts';
import { createSigningCertificates } from './repositories/signing-certificates.ts';
import { createTerms } from './repositories/terms.ts';
import { createUsers } from './repositories/users.ts';
import { reader } from './statement.ts';
import { createSweep } from './sweep.ts';
import { asStoreWrite } from './write.ts';

export const createStore = (engine: Engine): Store => {
  const count = createCounting(engine);
  const ping = reader(engine, (db, v: { one: number }) => db.selectNoFrom(sql<number>`${v.one} + 0`.as('one')));

  return {
    engine: engine.name,
    pools: createPools(engine),
    clients: createClients(engine),
    users: createUsers(engine),
    aliases: createAliases(engine),
    groups: createGroups(engine),
    codes: createCodes(engine),
    attempts: createAttempts(engine),
    tickets: createTickets(engine),
    revocations: createRevocations(engine),
    rotations: createRotations(engine),
    messages: createMessages(engine),
    signingKeys: createSigningKeys(engine),
    accessKeys: createAccessKeys(engine),
    iam: createIam(engine),
    identityPools: createIdentityPools(engine),
    identities: createIdentities(engine),
    leases: createLeases(engine),
    sealed: createSealed(engine),
    invocations: createInvocations(engine),
    managedKeys: createManagedKeys(engine),
    identityProviders: createIdentityProviders(engine),
    resourceServers: createResourceServers(engine),
    domains: createDomains(engine),
    uiCustomizations: createUiCustomizations(engine),
    managedLoginBrandings: createManagedLoginBrandings(engine),
    terms: createTerms(engine),
    signingCertificates: createSigningCertificates(engine),
    passkeys: createPasskeys(engine),
    devices: createDevices(engine),
    imports: createImports(engine),

    commit: async (given) => {
      const writes = given.map(asStoreWrite);
      const steps = [...writes.flatMap((write) => write.steps), ...count(writes)];
      if (steps.length > 0) await engine.commit(steps);
    },
    sweep: createSweep(engine),
    ping: async () => {
      await ping({ one: 1 });
    },
    close: () => engine.close(),
  };
};
