/** The looks of hosted pages: classic customizations and managed login styles. */
import type { ManagedLoginBranding } from '../../core/branding/managed-login.ts';
import type { Logo, UiCustomization } from '../../core/branding/ui-customization.ts';
import type { ManagedLoginBrandingRepository, UiCustomizationRepository } from '../../core/ports.ts';
import type { Engine } from '../engine.ts';
import type { ManagedLoginBrandingRow, UiCustomizationRow } from '../schema.ts';
import { jsonOrNull, versioned } from '../versioned.ts';
import { write } from '../write.ts';

export const createUiCustomizations = (engine: Engine): UiCustomizationRepository => {
  const rows = versioned<UiCustomizationRow>(engine, {
    table: 'ui_customizations',
    key: ['pool_id', 'client_id'],
    columns: ['css', 'css_version', 'image_type', 'image', 'created_at', 'modified_at'],
    exists: 'ui-customization.changed',
    changed: 'ui-customization.changed',
  });
  const find = rows.finder('pool_id', 'client_id');

  return {
    find: async (poolId, clientId) => {
      const row = await find({ pool_id: poolId, client_id: clientId });
      return row && toCustomization(row);
    },
    insert: (customization) => write(rows.insert(toCustomizationRow(customization))),
    update: (customization) => write(rows.update(toCustomizationRow(customization))),
  };
};

export const createManagedLoginBrandings = (engine: Engine): ManagedLoginBrandingRepository => {
  const rows = versioned<ManagedLoginBrandingRow>(engine, {
    table: 'managed_login_brandings',
    key: ['id'],
    columns: ['pool_id', 'client_id', 'use_provided', 'settings', 'assets', 'created_at', 'modified_at'],
    exists: 'branding.exists',
    changed: 'branding.changed',
  });
  const byId = rows.finder('id');
  const byClient = rows.finder('pool_id', 'client_id');

  return {
    byId: async (id) => {
      const row = await byId({ id });
      return row && toBranding(row);
    },
    byClient: async (poolId, clientId) => {
      const row = await byClient({ pool_id: poolId, client_id: clientId });
      return row && toBranding(row);
    },
    insert: (branding) => write(rows.insert(toBrandingRow(branding))),
    update: (branding) => write(rows.update(toBrandingRow(branding))),
    delete: (branding) => write(rows.remove(toBrandingRow(branding))),
  };
};

const toCustomizationRow = (customization: UiCustomization): UiCustomizationRow => ({
  pool_id: customization.poolId,
  client_id: customization.clientId,
  css: customization.css ?? null,
  css_version: customization.cssVersion ?? null,
  image_type: customization.image?.type ?? null,
  image: customization.image?.data ?? null,
  created_at: customization.createdAt,
  modified_at: customization.modifiedAt,
  version: customization.version,
});

const toCustomization = (row: UiCustomizationRow): UiCustomization => ({
  poolId: row.pool_id,
  clientId: row.client_id,
  ...(row.css !== null && { css: row.css }),
  ...(row.css_version !== null && { cssVersion: row.css_version }),
  ...(row.image !== null && { image: { type: row.image_type as Logo['type'], data: row.image } }),
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
  version: row.version,
});

const toBrandingRow = (branding: ManagedLoginBranding): ManagedLoginBrandingRow => ({
  id: branding.id,
  pool_id: branding.poolId,
  client_id: branding.clientId,
  use_provided: branding.useCognitoProvidedValues ? 1 : 0,
  settings: jsonOrNull(branding.settings),
  assets: JSON.stringify(branding.assets),
  created_at: branding.createdAt,
  modified_at: branding.modifiedAt,
  version: branding.version,
});

const toBranding = (row: ManagedLoginBrandingRow): ManagedLoginBranding => ({
  id: row.id,
  poolId: row.pool_id,
  clientId: row.client_id,
  useCognitoProvidedValues: row.use_provided === 1,
  ...(row.settings !== null && {
    settings: JSON.parse(row.settings) as NonNullable<ManagedLoginBranding['settings']>,
  }),
  assets: JSON.parse(row.assets) as ManagedLoginBranding['assets'],
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
  version: row.version,
});
