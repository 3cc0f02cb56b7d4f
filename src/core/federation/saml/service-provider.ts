/** What a pool is to its SAML providers (developer guide, "Things to know about SAML IdPs"). */
import type { Core } from '../../core.ts';
import type { Site } from '../../domains/site.ts';
import { signingCertificate } from '../../identity-providers/signing-certificate.ts';
import type { Pool } from '../../pools/pool.ts';
import type { SamlKey } from '../../ports.ts';

export const entityIdOf = ({ id }: Pick<Pool, 'id'>): string => `urn:amazon:cognito:sp:${id}`;

/** Where responses come to. */
export const consumerOf = ({ url }: Site): string => `${url}/saml2/idpresponse`;

export const logoutAddressOf = ({ url }: Site): string => `${url}/saml2/logout`;

type Needs = Pick<Core, 'clock' | 'saml' | 'sealer' | 'store'>;

export const signingKey = async (core: Needs, pool: Pool): Promise<SamlKey> => {
  const { certificate, sealedPrivateKey } = await signingCertificate(core, pool);
  return { certificate, privateKey: Buffer.from(core.sealer.open('saml-key', sealedPrivateKey, pool.id)).toString() };
};

export const serviceProviderMetadata = async (core: Needs, site: Site): Promise<string> =>
  core.saml.describe({
    entityId: entityIdOf(site.pool),
    certificates: [(await signingCertificate(core, site.pool)).certificate],
    consumer: consumerOf(site),
    logout: logoutAddressOf(site),
  });
