/** What of SAML providers must be done again after a while, and when. */
import type { Core } from '../core.ts';
import type { CompleteDetails } from './details.ts';
import type { ProviderSecrets } from './secrets.ts';

/** As Cognito; milliseconds. */
export const METADATA_LIFETIME = 6 * 3_600_000;
/** Certificates last ten years; Cognito makes new ones, for the same keys, each year. */
export const RENEWED_AFTER = 365 * 86_400_000;

/** Undefined for providers that are never looked after. */
export const refreshTime = (now: number, { details, metadata, secrets }: CompleteDetails): number | undefined => {
  if (metadata === undefined) return undefined;
  if (details['MetadataURL']) return now + METADATA_LIFETIME;
  return secrets.encryptionKey === undefined ? undefined : (secrets.encryptionCertifiedAt ?? now) + RENEWED_AFTER;
};

/**
 * With the key pair that assertions are encrypted for, where they are to be: the key is made when it is first asked for
 * and then kept, its certificate is renewed, so whoever encrypts for an older one is still understood.
 */
export const withEncryption = async (
  core: Pick<Core, 'clock' | 'saml'>,
  poolId: string,
  complete: CompleteDetails,
  before?: Pick<CompleteDetails, 'details' | 'secrets'>,
): Promise<CompleteDetails> => {
  if (complete.metadata === undefined || complete.details['EncryptedResponses'] !== 'true') return complete;
  const { certificate, ...kept } = current(core, before) ?? (await certified(core, poolId, before?.secrets));
  return {
    ...complete,
    details: { ...complete.details, ActiveEncryptionCertificate: certificate },
    secrets: { ...complete.secrets, ...kept },
  };
};

type KeyPair = Pick<ProviderSecrets, 'encryptionCertifiedAt' | 'encryptionKey'> & { readonly certificate: string };

const current = (
  core: Pick<Core, 'clock'>,
  before: Pick<CompleteDetails, 'details' | 'secrets'> | undefined,
): KeyPair | undefined => {
  const certificate = before?.details['ActiveEncryptionCertificate'];
  if (!before || certificate === undefined) return undefined;
  const { encryptionKey, encryptionCertifiedAt = 0 } = before.secrets;
  const old = core.clock.now() >= encryptionCertifiedAt + RENEWED_AFTER;
  return encryptionKey === undefined || old ? undefined : { certificate, encryptionKey, encryptionCertifiedAt };
};

const certified = async (
  core: Pick<Core, 'clock' | 'saml'>,
  poolId: string,
  before: ProviderSecrets | undefined,
): Promise<KeyPair> => {
  const now = core.clock.now();
  const made = await core.saml.selfSigned(poolId, now, before?.encryptionKey);
  return { certificate: made.certificate, encryptionKey: made.privateKey, encryptionCertifiedAt: now };
};
