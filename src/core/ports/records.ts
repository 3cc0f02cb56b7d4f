/** The repositories of keys, leases, sealed values, and of what pools keep besides users. The rule is that of store.ts. */
import type { ManagedLoginBranding } from '../branding/managed-login.ts';
import type { UiCustomization } from '../branding/ui-customization.ts';
import type { Device } from '../devices/device.ts';
import type { Domain } from '../domains/domain.ts';
import type { Invocation } from '../functions/invocation.ts';
import type { SigningCertificate } from '../identity-providers/certificate.ts';
import type { IdentityProvider } from '../identity-providers/provider.ts';
import type { ImportChunk, ImportJob, ImportJobKey, ImportLogPart } from '../imports/job.ts';
import type { ManagedKey } from '../keys/managed-key.ts';
import type { Passkey } from '../passkeys/passkey.ts';
import type { SealPurpose } from '../ports.ts';
import type { ResourceServer } from '../resource-servers/resource-server.ts';
import type { Terms } from '../terms/terms.ts';
import type { PageOf, Write } from './store.ts';

export interface SigningKey {
  readonly kid: string;
  readonly poolId: string;
  readonly use: 'id' | 'access';
  /** `active` signs; `next` is announced but does not sign yet; `retired` is announced until `expiresAt`. */
  readonly state: 'next' | 'active' | 'retired';
  readonly publicJwk: { readonly kty: string; readonly n: string; readonly e: string };
  /** PKCS#8 DER, base64, sealed under `signing-key`, bound to the kid. */
  readonly sealedPrivateKey: string;
  readonly createdAt: number;
  readonly expiresAt?: number;
  readonly version: number;
}

export interface SigningKeyRepository {
  ofPool(poolId: string): Promise<SigningKey[]>;
  insert(key: SigningKey): Write;
  /** Guard `signing-key.changed`. */
  update(key: SigningKey): Write;
  delete(key: SigningKey): Write;
}

/** Long-term credentials for signed operations. The operator's root key is one of them. */
export interface AccessKey {
  readonly id: string;
  readonly account: string;
  readonly sealedSecret: string;
  readonly status: 'Active' | 'Inactive';
  readonly createdAt: number;
  /** IAM user; absent: the account's root. */
  readonly userId?: string;
  readonly lastUsed?: { readonly at: number; readonly service: string; readonly region: string };
}

export interface AccessKeyRepository {
  byId(id: string): Promise<AccessKey | undefined>;
  /** Oldest first. */
  ofUser(account: string, userId: string): Promise<AccessKey[]>;
  /** Guard `access-key.exists`. */
  insert(key: AccessKey): Write;
  /** Guard `access-key.missing`. */
  setStatus(key: AccessKey, status: AccessKey['status']): Write;
  /** Of a key that is gone, nothing happens. */
  noteUse(id: string, use: NonNullable<AccessKey['lastUsed']>): Write;
  /** Guard `access-key.missing`. */
  delete(key: AccessKey): Write;
}

/** Background work that one node at a time does. */
export interface LeaseRepository {
  /** Takes or renews the lease unless another holder has it until after `now`. Guard `lease.held`. */
  take(name: string, holder: string, now: number, until: number): Write;
  release(name: string, holder: string): Write;
}

/** Every sealed column of the database, for re-sealing under a new master key. */
export interface SealedRepository {
  scan(limit: number, after?: string): Promise<SealedValue[]>;
  /** Replaces `value.sealed`. Guard `sealed.changed`. */
  replace(value: SealedValue, sealed: string): Write;
}

export interface SealedValue {
  /** Position: table, column and key; ascending over a scan. */
  readonly at: string;
  readonly purpose: SealPurpose;
  readonly context: string;
  readonly sealed: string;
}

/** Providers of a pool, with the identifiers that are unique among them. */
export interface IdentityProviderRepository {
  byName(poolId: string, name: string): Promise<IdentityProvider | undefined>;
  byIdentifier(poolId: string, identifier: string): Promise<IdentityProvider | undefined>;
  /** By name, ascending. */
  list(poolId: string, page: PageOf<string>): Promise<IdentityProvider[]>;
  /** Those of all pools that want refreshing, longest due first. */
  due(now: number, limit: number): Promise<IdentityProvider[]>;
  /** Guards `idp.exists` and `idp-identifier.taken`. */
  insert(provider: IdentityProvider): Write[];
  /** From `before` to `after`, of one name. Guards `idp.changed` and `idp-identifier.taken`. */
  update(before: IdentityProvider, after: IdentityProvider): Write[];
  /** Guard `idp.changed`. */
  delete(provider: IdentityProvider): Write[];
}

export interface ResourceServerRepository {
  byIdentifier(poolId: string, identifier: string): Promise<ResourceServer | undefined>;
  /** By identifier, ascending. */
  list(poolId: string, page: PageOf<string>): Promise<ResourceServer[]>;
  /** Guard `resource-server.exists`. */
  insert(server: ResourceServer): Write;
  /** Guard `resource-server.changed`. */
  update(server: ResourceServer): Write;
  /** Guard `resource-server.changed`. */
  delete(server: ResourceServer): Write;
}

/** Which pool has which domain stands in the pool too (`Pool.domains`); both change in one commit. */
export interface DomainRepository {
  byName(scope: string, name: string): Promise<Domain | undefined>;
  /** Guard `domain.exists`. */
  insert(domain: Domain): Write;
  /** Guard `domain.changed`. */
  update(domain: Domain): Write;
  /** Guard `domain.changed`. */
  delete(domain: Domain): Write;
}

export interface UiCustomizationRepository {
  find(poolId: string, clientId: string): Promise<UiCustomization | undefined>;
  /** Guard `ui-customization.changed` when there is one already. */
  insert(customization: UiCustomization): Write;
  /** Guard `ui-customization.changed`. */
  update(customization: UiCustomization): Write;
}

export interface ManagedLoginBrandingRepository {
  byId(id: string): Promise<ManagedLoginBranding | undefined>;
  byClient(poolId: string, clientId: string): Promise<ManagedLoginBranding | undefined>;
  /** Guard `branding.exists` when the client has one. */
  insert(branding: ManagedLoginBranding): Write;
  /** Guard `branding.changed`. */
  update(branding: ManagedLoginBranding): Write;
  /** Guard `branding.changed`. */
  delete(branding: ManagedLoginBranding): Write;
}

export interface TermsRepository {
  byId(poolId: string, id: string): Promise<Terms | undefined>;
  byName(poolId: string, clientId: string, name: string): Promise<Terms | undefined>;
  /** By id, ascending. */
  list(poolId: string, page: PageOf<string>): Promise<Terms[]>;
  /** Guard `terms.exists` when the client has terms of that name. */
  insert(terms: Terms): Write;
  /** Guards `terms.changed` and, when the name changes, `terms.exists`. */
  update(before: Terms, after: Terms): Write[];
  /** Guard `terms.changed`. */
  delete(terms: Terms): Write;
}

export interface SigningCertificateRepository {
  ofPool(poolId: string): Promise<SigningCertificate | undefined>;
  /** Guard `certificate.exists`. */
  insert(certificate: SigningCertificate): Write;
  /** Guard `certificate.changed`. */
  update(certificate: SigningCertificate): Write;
}

export interface InvocationRepository {
  byId(id: string): Promise<Invocation | undefined>;
  /** Newest first; of one pool, or of all. */
  list(poolId: string | undefined, limit: number): Promise<Invocation[]>;
  insert(invocation: Invocation): Write;
  /** Deletes all but the newest `keep` of a pool. */
  trim(poolId: string, keep: number): Write;
}

export interface ManagedKeyRepository {
  byArn(arn: string): Promise<ManagedKey | undefined>;
  /** Guard `managed-key.exists`. */
  insert(key: ManagedKey): Write;
}

/** How many a user has stands in the user too (`User.passkeys`); both change in one commit. */
export interface PasskeyRepository {
  byId(poolId: string, id: string): Promise<Passkey | undefined>;
  /** All of them, oldest first. */
  ofUser(poolId: string, sub: string): Promise<Passkey[]>;
  /** Guard `passkey.exists`. */
  insert(passkey: Passkey): Write;
  /** The signature counter of the row whose version is `passkey.version`. Guard `passkey.changed`. */
  count(passkey: Passkey, counter: number): Write;
  /** Guard `passkey.changed` when it is gone. */
  delete(passkey: Passkey): Write;
}

/** CSV imports: jobs, the files given to them, and what became of each line. */
export interface ImportRepository {
  byId(poolId: string, id: string): Promise<ImportJob | undefined>;
  /** Newest first. */
  list(poolId: string, page: PageOf<ImportJobKey>): Promise<ImportJob[]>;
  hasMoreThan(poolId: string, count: number): Promise<boolean>;
  /** Those with work to be done, of all pools, longest due first. */
  due(now: number, limit: number): Promise<ImportJob[]>;
  /** Guard `import-job.exists`. */
  insert(job: ImportJob): Write;
  /** Guard `import-job.changed`. */
  update(job: ImportJob): Write;
  /** Tells a pending or running job to stop, whatever its version is by now. Guard `import-job.changed` for others. */
  stop(poolId: string, id: string, now: number): Write;
  /** The job that the pool is busy with. */
  active(poolId: string): Promise<string | undefined>;
  /** Guard `import.active` while the pool is busy with a job. */
  activate(poolId: string, jobId: string): Write;
  deactivate(poolId: string, jobId: string): Write;
  putChunk(chunk: ImportChunk): Write;
  /** The upload's first chunk behind number `after`. */
  nextChunk(poolId: string, jobId: string, upload: string, after: string): Promise<ImportChunk | undefined>;
  /** Of any upload. */
  hasChunks(poolId: string, jobId: string): Promise<boolean>;
  deleteChunks(poolId: string, jobId: string, limit: number): Write;
  deleteUpload(poolId: string, jobId: string, upload: string): Write;
  putLog(part: ImportLogPart): Write;
  /** In the order of the file. */
  log(poolId: string, jobId: string, page: PageOf<string>): Promise<ImportLogPart[]>;
}

/** A forgotten device is found no more, but its key stays taken for a while. */
export interface DeviceRepository {
  byKey(poolId: string, sub: string, key: string): Promise<Device | undefined>;
  /** By key, ascending. */
  ofUser(poolId: string, sub: string, page: PageOf<string>): Promise<Device[]>;
  /** Those that are remembered, by key, ascending. */
  rememberedOf(poolId: string, sub: string, page: PageOf<string>): Promise<Device[]>;
  /** Guard `device.exists` when the key is taken or the user gone. */
  insert(device: Device): Write;
  /** Guard `device.changed` when it was forgotten. */
  setStatus(device: Device, now: number): Write;
  /** When and from where it has just signed in; nothing happens when it was forgotten. */
  signedIn(device: Device, now: number, ip: string | undefined): Write;
  /** Its key stays taken until `until`. Guard `device.changed` when it was forgotten already. */
  forget(device: Device, until: number): Write;
}
