import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { SealedValue, Write } from '../../../src/core/ports.ts';
import type { StoreUnderTest } from '../support/engines.ts';
import {
  aCertificate,
  aCustomization,
  aDomain,
  aProvider,
  aResourceServer,
  aStyle,
  someTerms,
} from '../support/records.ts';
import { aClient, aPool, aUser, newPoolId } from '../support/rows.ts';

const page = { limit: 2 };

export const recordsConform = (context: StoreUnderTest) => {
  const commit = (...writes: Write[]) => context.store.commit(writes);
  const failing = async (guard: string, ...writes: Write[]) => {
    await expect(commit(...writes)).rejects.toMatchObject({ guard });
  };

  it('keeps identity providers, whole and bare, by name', async () => {
    const { identityProviders } = context.store;
    const poolId = newPoolId();
    const [first, second, third] = ['a', 'b', 'c'].map((name) => aProvider(poolId, { name })) as [
      ReturnType<typeof aProvider>,
      ReturnType<typeof aProvider>,
      ReturnType<typeof aProvider>,
    ];
    const { sealedSecrets: _, metadata: __, ...bare } = second;
    await commit(...[third, bare, first].flatMap((one) => identityProviders.insert(one)));
    expect(await identityProviders.byName(poolId, 'a')).toEqual(first);
    expect(await identityProviders.byName(poolId, 'b')).toEqual(bare);
    expect(await identityProviders.byName(newPoolId(), 'a')).toBe(undefined);
    expect(await identityProviders.list(poolId, page)).toEqual([first, bare]);
    expect(await identityProviders.list(poolId, { ...page, after: 'b' })).toEqual([third]);
    await failing('idp.exists', ...identityProviders.insert(first));
    await commit(...identityProviders.update(first, { ...first, type: 'OIDC', modifiedAt: 9 }));
    expect(await identityProviders.byName(poolId, 'a')).toEqual({ ...first, type: 'OIDC', modifiedAt: 9, version: 2 });
    await failing('idp.changed', ...identityProviders.update(first, first));
    await failing('idp.changed', ...identityProviders.delete(first));
    await commit(...identityProviders.delete({ ...first, version: 2 }));
    expect(await identityProviders.byName(poolId, 'a')).toBe(undefined);
  });

  it('finds the providers of all pools that are due, longest due first', async () => {
    const { identityProviders } = context.store;
    // Far back, so that no other test's are among them.
    const [early, late, later] = [3, 1, 2].map((refreshAt) => aProvider(newPoolId(), { refreshAt })) as [
      ReturnType<typeof aProvider>,
      ReturnType<typeof aProvider>,
      ReturnType<typeof aProvider>,
    ];
    const never = aProvider(newPoolId());
    await commit(...[early, late, later, never].flatMap((one) => identityProviders.insert(one)));
    expect(await identityProviders.due(2, 9)).toEqual([late, later]);
    expect(await identityProviders.due(3, 1)).toEqual([late]);
    await commit(...identityProviders.update(late, { ...late, refreshAt: undefined }));
    expect(await identityProviders.due(2, 9)).toEqual([later]);
    await commit(...[early, later].flatMap((one) => identityProviders.delete(one)));
  });

  it('keeps the further names of providers apart', async () => {
    const { identityProviders } = context.store;
    const poolId = newPoolId();
    const one = aProvider(poolId, { identifiers: ['x', 'y'] });
    const other = aProvider(poolId, { identifiers: ['z'] });
    await commit(...identityProviders.insert(one), ...identityProviders.insert(other));
    expect(await identityProviders.byIdentifier(poolId, 'y')).toEqual(one);
    expect(await identityProviders.byIdentifier(newPoolId(), 'y')).toBe(undefined);
    await failing('idp-identifier.taken', ...identityProviders.insert(aProvider(poolId, { identifiers: ['z'] })));
    const greedy = { ...one, identifiers: ['y', 'z'] };
    await failing('idp-identifier.taken', ...identityProviders.update(one, greedy));
    expect(await identityProviders.byIdentifier(poolId, 'x')).toEqual(one);
    const modest = { ...one, identifiers: ['y', 'w'] };
    await commit(...identityProviders.update(one, modest));
    expect(await identityProviders.byIdentifier(poolId, 'x')).toBe(undefined);
    expect(await identityProviders.byIdentifier(poolId, 'w')).toEqual({ ...modest, version: 2 });
    await commit(...identityProviders.delete({ ...modest, version: 2 }));
    expect(await identityProviders.byIdentifier(poolId, 'w')).toBe(undefined);
    await commit(...identityProviders.insert(aProvider(poolId, { identifiers: ['w'] })));
  });

  it('keeps resource servers', async () => {
    const { resourceServers } = context.store;
    const server = aResourceServer(newPoolId());
    const find = () => resourceServers.byIdentifier(server.poolId, server.identifier);
    await commit(resourceServers.insert(server));
    await failing('resource-server.exists', resourceServers.insert(server));
    expect(await find()).toEqual(server);
    expect(await resourceServers.list(server.poolId, page)).toEqual([server]);
    expect(await resourceServers.list(server.poolId, { ...page, after: server.identifier })).toEqual([]);
    await commit(resourceServers.update({ ...server, scopes: [] }));
    expect(await find()).toEqual({ ...server, scopes: [], version: 2 });
    await failing('resource-server.changed', resourceServers.update(server));
    await failing('resource-server.changed', resourceServers.delete(server));
    await commit(resourceServers.delete({ ...server, version: 2 }));
    expect(await find()).toBe(undefined);
  });

  it('keeps domains, each name once in its scope', async () => {
    const { domains } = context.store;
    const domain = aDomain(newPoolId());
    const owned = aDomain(newPoolId(), {
      scope: '*',
      name: domain.name,
      certificateArn: 'arn',
      securityPolicy: 'TLS_V1',
      routing: { Failover: { SecondaryRegion: 'eu-west-1' } },
    });
    await commit(domains.insert(domain), domains.insert(owned));
    expect(await domains.byName(domain.scope, domain.name)).toEqual(domain);
    expect(await domains.byName('*', domain.name)).toEqual(owned);
    await failing('domain.exists', domains.insert({ ...domain, poolId: newPoolId() }));
    await commit(domains.update({ ...domain, managedLoginVersion: 2 }));
    expect(await domains.byName(domain.scope, domain.name)).toEqual({ ...domain, managedLoginVersion: 2, version: 2 });
    await failing('domain.changed', domains.update(domain));
    await failing('domain.changed', domains.delete(domain));
    await commit(domains.delete({ ...domain, version: 2 }));
    expect(await domains.byName(domain.scope, domain.name)).toBe(undefined);
  });

  it("keeps looks and styles of pools' clients", async () => {
    const { uiCustomizations, managedLoginBrandings } = context.store;
    const look = aCustomization(newPoolId());
    const { css: _, cssVersion: __, image: ___, ...bare } = aCustomization(look.poolId, { clientId: 'c' });
    await commit(uiCustomizations.insert(look), uiCustomizations.insert(bare));
    expect(await uiCustomizations.find(look.poolId, 'ALL')).toEqual(look);
    expect(await uiCustomizations.find(look.poolId, 'c')).toEqual(bare);
    await failing('ui-customization.changed', uiCustomizations.insert(look));
    await commit(uiCustomizations.update({ ...look, css: 'x' }));
    await failing('ui-customization.changed', uiCustomizations.update(look));

    const style = aStyle(look.poolId);
    await commit(managedLoginBrandings.insert(style));
    expect(await managedLoginBrandings.byId(style.id)).toEqual(style);
    expect(await managedLoginBrandings.byClient(style.poolId, style.clientId)).toEqual(style);
    await failing('branding.exists', managedLoginBrandings.insert({ ...style, id: randomUUID() }));
    const { settings: ____, ...plain } = { ...style, useCognitoProvidedValues: true, assets: [] };
    await commit(managedLoginBrandings.update(plain));
    expect(await managedLoginBrandings.byId(style.id)).toEqual({ ...plain, version: 2 });
    await failing('branding.changed', managedLoginBrandings.update(style));
    await failing('branding.changed', managedLoginBrandings.delete(style));
    await commit(managedLoginBrandings.delete({ ...style, version: 2 }));
    expect(await managedLoginBrandings.byId(style.id)).toBe(undefined);
  });

  it('keeps terms, also under another name', async () => {
    const { terms } = context.store;
    const use = someTerms(newPoolId());
    const privacy = someTerms(use.poolId, { clientId: use.clientId, name: 'privacy-policy' });
    await commit(terms.insert(use), terms.insert(privacy));
    const inOrder = [use, privacy].sort((one, other) => (one.id < other.id ? -1 : 1));
    expect(await terms.list(use.poolId, page)).toEqual(inOrder);
    expect(await terms.list(use.poolId, { ...page, after: inOrder[0]!.id })).toEqual([inOrder[1]]);
    await failing('terms.exists', terms.insert({ ...use, id: randomUUID() }));
    await failing('terms.exists', ...terms.update(use, { ...use, name: 'privacy-policy' }));
    await commit(terms.delete(privacy));
    await commit(...terms.update(use, { ...use, name: 'privacy-policy', links: {} }));
    const renamed = { ...use, name: 'privacy-policy', links: {}, version: 2 };
    expect(await terms.byId(use.poolId, use.id)).toEqual(renamed);
    await failing('terms.changed', ...terms.update(use, use));
    await failing('terms.changed', ...terms.update({ ...renamed, version: 1 }, use));
    await commit(...terms.update(renamed, { ...renamed, enforcement: 'x' }));
    expect(await terms.byId(use.poolId, use.id)).toEqual({ ...renamed, enforcement: 'x', version: 3 });
    expect(await terms.byId(newPoolId(), use.id)).toBe(undefined);
    expect((await terms.byName(use.poolId, use.clientId, 'privacy-policy'))?.id).toBe(use.id);
    expect(await terms.byName(use.poolId, use.clientId, use.name)).toBe(undefined);
  });

  it('keeps one signing certificate of a pool', async () => {
    const { signingCertificates } = context.store;
    const certificate = aCertificate(newPoolId());
    await commit(signingCertificates.insert(certificate));
    expect(await signingCertificates.ofPool(certificate.poolId)).toEqual(certificate);
    await failing('certificate.exists', signingCertificates.insert(aCertificate(certificate.poolId)));
    const renewed = { ...certificate, certificate: 'MI-renewed', createdAt: 9 };
    await commit(signingCertificates.update(renewed));
    expect(await signingCertificates.ofPool(certificate.poolId)).toEqual({ ...renewed, version: 2 });
    await failing('certificate.changed', signingCertificates.update(renewed));
  });

  it('keeps identities of users and domains of pools', async () => {
    const { store } = context;
    const pool = aPool({ domains: { prefix: 'a', custom: 'a.example.com' } });
    const identity = {
      providerName: 'Google',
      providerType: 'Google',
      issuer: null,
      attributeName: 'Cognito_Subject',
      userId: '1',
      primary: true,
      createdAt: 5,
    };
    const user = aUser(pool.id, { identities: [identity] });
    await commit(store.pools.insert(pool), store.users.insert(user));
    expect(await store.pools.byId(pool.id)).toEqual(pool);
    expect(await store.users.bySub(pool.id, user.sub)).toEqual(user);
    await commit(store.users.update({ ...user, identities: [] }));
    expect((await store.users.bySub(pool.id, user.sub))?.identities).toEqual([]);
  });

  it('removes with a client what was made for it', async () => {
    const { store } = context;
    const pool = aPool();
    const client = aClient(pool.id);
    const of = { clientId: client.id };
    const [own, others] = [someTerms(pool.id, of), someTerms(pool.id)];
    await commit(
      store.pools.insert(pool),
      store.clients.insert(client),
      store.uiCustomizations.insert(aCustomization(pool.id, of)),
      store.managedLoginBrandings.insert(aStyle(pool.id, of)),
      store.terms.insert(own),
      store.terms.insert(others),
    );
    await commit(store.clients.delete(client));
    expect(await store.uiCustomizations.find(pool.id, client.id)).toBe(undefined);
    expect(await store.managedLoginBrandings.byClient(pool.id, client.id)).toBe(undefined);
    expect(await store.terms.list(pool.id, { limit: 10 })).toEqual([others]);
  });

  it('finds and replaces sealed values', async () => {
    const { store } = context;
    const provider = aProvider(newPoolId());
    const certificate = aCertificate(newPoolId());
    await commit(...store.identityProviders.insert(provider), store.signingCertificates.insert(certificate));
    const mine: SealedValue[] = [];
    for (
      let found = await store.sealed.scan(50);
      found.length > 0;
      found = await store.sealed.scan(50, found.at(-1)?.at)
    ) {
      mine.push(
        ...found.filter(({ sealed }) => [provider.sealedSecrets, certificate.sealedPrivateKey].includes(sealed)),
      );
    }
    expect(mine.map(({ purpose, context: bound }) => [purpose, bound])).toEqual([
      ['identity-provider', `${provider.poolId}/${provider.name}`],
      ['saml-key', certificate.poolId],
    ]);
    for (const value of mine) await commit(store.sealed.replace(value, `new-${value.sealed}`));
    expect(await store.identityProviders.byName(provider.poolId, provider.name)).toEqual({
      ...provider,
      sealedSecrets: `new-${provider.sealedSecrets}`,
      version: 2,
    });
    expect((await store.signingCertificates.ofPool(certificate.poolId))?.sealedPrivateKey).toBe(
      `new-${certificate.sealedPrivateKey}`,
    );
  });

  it('go with their pool', async () => {
    const { store } = context;
    const pool = aPool();
    const provider = aProvider(pool.id, { identifiers: ['i'] });
    const [server, domain, style] = [aResourceServer(pool.id), aDomain(pool.id), aStyle(pool.id)];
    const terms = someTerms(pool.id);
    await commit(
      store.pools.insert(pool),
      ...store.identityProviders.insert(provider),
      store.resourceServers.insert(server),
      store.domains.insert(domain),
      store.uiCustomizations.insert(aCustomization(pool.id)),
      store.managedLoginBrandings.insert(style),
      store.terms.insert(terms),
      store.signingCertificates.insert(aCertificate(pool.id)),
    );
    await commit(store.pools.delete(pool));
    const now = 300 * 24 * 3_600_000;
    while ((await store.sweep(now, 100)) > 0);
    expect(await store.identityProviders.byName(pool.id, provider.name)).toBe(undefined);
    expect(await store.identityProviders.byIdentifier(pool.id, 'i')).toBe(undefined);
    expect(await store.resourceServers.byIdentifier(pool.id, server.identifier)).toBe(undefined);
    expect(await store.domains.byName(domain.scope, domain.name)).toBe(undefined);
    expect(await store.uiCustomizations.find(pool.id, 'ALL')).toBe(undefined);
    expect(await store.managedLoginBrandings.byId(style.id)).toBe(undefined);
    expect(await store.terms.byId(pool.id, terms.id)).toBe(undefined);
    expect(await store.signingCertificates.ofPool(pool.id)).toBe(undefined);
  });
};
