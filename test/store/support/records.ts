/** Whole valid records of pools to store. */
import { randomUUID } from 'node:crypto';
import type { ManagedLoginBranding } from '../../../src/core/branding/managed-login.ts';
import type { UiCustomization } from '../../../src/core/branding/ui-customization.ts';
import type { Domain } from '../../../src/core/domains/domain.ts';
import type { SigningCertificate } from '../../../src/core/identity-providers/certificate.ts';
import type { IdentityProvider } from '../../../src/core/identity-providers/provider.ts';
import type { ResourceServer } from '../../../src/core/resource-servers/resource-server.ts';
import type { Terms } from '../../../src/core/terms/terms.ts';

const times = { createdAt: 1_700_000_000_123, modifiedAt: 1_700_000_000_456, version: 1 };

export const aProvider = (poolId: string, overrides: Partial<IdentityProvider> = {}): IdentityProvider => ({
  poolId,
  name: `p-${randomUUID()}`,
  type: 'SAML',
  details: { MetadataFile: '<a b="ß"/>' },
  sealedSecrets: `sealed-${randomUUID()}`,
  metadata: { entityId: 'https://idp.example.com', certificates: ['MI'], ssoPost: 'https://idp.example.com/post' },
  attributeMapping: { email: 'mail' },
  identifiers: [],
  ...times,
  ...overrides,
});

export const aResourceServer = (poolId: string, overrides: Partial<ResourceServer> = {}): ResourceServer => ({
  poolId,
  identifier: `https://${randomUUID()}.example.com`,
  name: 'planets',
  scopes: [{ name: 'read', description: 'größe "Ω" \\ 😀' }],
  ...times,
  ...overrides,
});

export const aDomain = (poolId: string, overrides: Partial<Domain> = {}): Domain => ({
  scope: 'us-east-1',
  name: `d-${randomUUID()}`,
  poolId,
  account: '123456789012',
  managedLoginVersion: 1,
  distribution: 'd1.cloudfront.net',
  createdAt: 1,
  version: 1,
  ...overrides,
});

export const aCustomization = (poolId: string, overrides: Partial<UiCustomization> = {}): UiCustomization => ({
  poolId,
  clientId: 'ALL',
  css: '.label-customizable{}',
  cssVersion: '1',
  image: { type: 'image/png', data: 'AAAA' },
  ...times,
  ...overrides,
});

export const aStyle = (poolId: string, overrides: Partial<ManagedLoginBranding> = {}): ManagedLoginBranding => ({
  id: randomUUID(),
  poolId,
  clientId: randomUUID(),
  useCognitoProvidedValues: false,
  settings: { components: { form: { borderRadius: 2.5 } } },
  assets: [{ category: 'FORM_LOGO', colorMode: 'DARK', extension: 'PNG', data: 'AAAA' }],
  ...times,
  ...overrides,
});

export const someTerms = (poolId: string, overrides: Partial<Terms> = {}): Terms => ({
  id: randomUUID(),
  poolId,
  clientId: randomUUID(),
  name: 'terms-of-use',
  source: 'LINK',
  enforcement: 'NONE',
  links: { 'cognito:default': 'https://example.com' },
  ...times,
  ...overrides,
});

export const aCertificate = (poolId: string): SigningCertificate => ({
  poolId,
  certificate: 'MI',
  sealedPrivateKey: `sealed-${randomUUID()}`,
  createdAt: 1,
  version: 1,
});
