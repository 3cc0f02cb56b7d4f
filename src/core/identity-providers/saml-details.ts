/** SAML providers: their metadata, given as a document or by its address, says who they are and where. */
import type { Core } from '../core.ts';
import { invalidParameter } from '../errors.ts';
import { FetchFailed, InvalidMetadata, type SamlMetadata } from '../ports.ts';
import type { CompleteDetails } from './details.ts';
import type { ProviderDetails } from './provider.ts';
import { requireOneOf } from './required-details.ts';

const FLAGS = ['IDPSignout', 'IDPInit', 'EncryptedResponses'];

/** Made by the service, so nobody else says them. */
const MADE = new Set(['ActiveEncryptionCertificate', 'SSORedirectBindingURI', 'SLORedirectBindingURI']);

/** Throws InvalidParameterException. */
export const samlDetails = async (
  core: Pick<Core, 'fetch' | 'saml'>,
  given: ProviderDetails,
): Promise<CompleteDetails> => {
  for (const flag of FLAGS) requireOneOf(given, flag, ['true', 'false']);
  requireOneOf(given, 'RequestSigningAlgorithm', ['rsa-sha256']);
  const metadata = await metadataOf(core, given);
  return { details: withBindings(given, metadata), secrets: {}, metadata };
};

/** The details with what is shown of the metadata, and without what the service adds otherwise. */
export const withBindings = (given: ProviderDetails, metadata: SamlMetadata): ProviderDetails => ({
  ...Object.fromEntries(Object.entries(given).filter(([name]) => !MADE.has(name))),
  ...bindings(metadata),
});

const metadataOf = async (core: Pick<Core, 'fetch' | 'saml'>, given: ProviderDetails): Promise<SamlMetadata> => {
  const { MetadataURL: url, MetadataFile: file } = given;
  if (url && file) throw invalidParameter('Only one of the MetadataURL or MetadataFile should be provided.');
  if (file) return parse(core, file);
  if (url) return metadataAt(core, url);
  throw invalidParameter('At least one of the MetadataURL or MetadataFile should be provided.');
};

/** What a provider says of itself now. Throws InvalidParameterException. */
export const metadataAt = async (core: Pick<Core, 'fetch' | 'saml'>, url: string): Promise<SamlMetadata> =>
  parse(core, await download(core, url));

const download = async (core: Pick<Core, 'fetch'>, url: string): Promise<string> => {
  try {
    const answer = await core.fetch(url, { headers: { accept: 'application/samlmetadata+xml, application/xml, */*' } });
    if (answer.status === 200) return Buffer.from(answer.body).toString();
    throw invalidParameter(`Non-ok status code ${answer.status} returned from remote metadata source ${url}`);
  } catch (error) {
    if (error instanceof FetchFailed) throw invalidParameter(`Error retrieving metadata from ${url}`);
    throw error;
  }
};

const parse = async (core: Pick<Core, 'saml'>, xml: string): Promise<SamlMetadata> => {
  const metadata = await core.saml.readMetadata(xml).catch((error: unknown) => {
    if (error instanceof InvalidMetadata) throw invalidParameter('Error processing the provided metadata document.');
    throw error;
  });
  if (metadata.ssoRedirect !== undefined || metadata.ssoPost !== undefined) return metadata;
  throw invalidParameter('Metadata lacks a single sign-on service with a supported binding.');
};

const bindings = ({ ssoRedirect, sloRedirect }: SamlMetadata): ProviderDetails => ({
  ...(ssoRedirect !== undefined && { SSORedirectBindingURI: ssoRedirect }),
  ...(sloRedirect !== undefined && { SLORedirectBindingURI: sloRedirect }),
});
