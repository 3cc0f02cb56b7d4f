/** When providers want looking after: those that are here already and have an address for their metadata, at once. */
import type { Migration } from './migration.ts';

export const samlRefresh: Migration = {
  version: 10,
  name: 'saml-refresh',
  statements: () => [
    'alter table identity_providers add column refresh_at bigint',
    `update identity_providers set refresh_at = 0 where type = 'SAML' and details like '%"MetadataURL"%'`,
    'create index identity_providers_due on identity_providers (refresh_at) where refresh_at is not null',
  ],
};
