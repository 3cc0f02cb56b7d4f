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
  const metadata = await parse(core, await documentOf(core, given));
  if (metadata.ssoRedirect === undefined && metadata.ssoPost === undefined) {
    throw invalidParameter('Metadata lacks a single sign-on service with a supported binding.');
  }
  const own = Object.fromEntries(Object.entries(given).filter(([name]) => !MADE.has(name)));
  return { details: { ...own, ...bindings(metadata) }, secrets: {}, metadata };
};

const documentOf = async (core: Pick<Core, 'fetch'>, given: ProviderDetails): Promise<string> => {
  const { MetadataURL: url, MetadataFile: file } = given;
  if (url && file) throw invalidParameter('Only one of the MetadataURL or MetadataFile should be provided.');
  if (file) return file;
  if (url) return download(core, url);
  throw invalidParameter('At least one of the MetadataURL or MetadataFile should be provided.');
};

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
  try {
    return await core.saml.readMetadata(xml);
  } catch (error) {
    if (error instanceof InvalidMetadata) throw invalidParameter('Error processing the provided metadata document.');
    throw error;
  }
};

const bindings = ({ ssoRedirect, sloRedirect }: SamlMetadata): ProviderDetails => ({
  ...(ssoRedirect !== undefined && { SSORedirectBindingURI: ssoRedirect }),
  ...(sloRedirect !== undefined && { SLORedirectBindingURI: sloRedirect }),
});
