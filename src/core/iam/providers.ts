/** Identity providers of an account: whose tokens and assertions roles may be assumed with. */
import type { Core } from '../core.ts';
import { InvalidMetadata, type SamlMetadata } from '../ports.ts';
import { changeFound, deleteFound } from './change.ts';
import { invalidInput, noSuchEntity } from './errors.ts';
import { commonOf, insertEntity } from './new-entity.ts';
import { assertQuota } from './quotas.ts';
import type { OidcProvider, SamlProvider } from './records.ts';

type Needs = Pick<Core, 'clock' | 'store'>;

export interface NewOidcProvider {
  readonly url: string;
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

const MAX_THUMBPRINTS = 5;

/** Throws EntityAlreadyExistsException, InvalidInputException, LimitExceededException. */
export const createOidcProvider = async (
  core: Pick<Core, 'clock' | 'random' | 'store'>,
  account: string,
  { url, clientIds, thumbprints, tags }: NewOidcProvider,
): Promise<OidcProvider> => {
  const name = nameOf(url);
  assertThumbprints(thumbprints);
  assertQuota('ClientIdsPerOpenIdConnectProvider', clientIds.length);
  const common = commonOf(core, { kind: 'oidc-provider', account, name, tags });
  const provider: OidcProvider = { ...common, clientIds: [...new Set(clientIds)], thumbprints };
  return insertEntity(core, provider, `Provider with url ${url} already exists.`);
};

/** Host and path; a port is taken, beyond AWS, as providers of one's own often have one. Throws InvalidInputException. */
const nameOf = (url: string): string => {
  const parsed = URL.parse(url);
  const plain = parsed && parsed.search === '' && parsed.hash === '' && parsed.username === '';
  if (parsed?.protocol !== 'https:' || !plain) throw invalidInput('Invalid Open ID Connect Provider URL');
  return `${parsed.host}${parsed.pathname}`.replace(/\/$/, '');
};

const assertThumbprints = (thumbprints: readonly string[]): void => {
  if (thumbprints.length > MAX_THUMBPRINTS) throw invalidInput('Thumbprint list must contain fewer than 5 entries.');
  const wrong = thumbprints.find((one) => !/^[0-9a-fA-F]{40}$/.test(one));
  if (wrong !== undefined) throw invalidInput('Thumbprint must be 40 hexadecimal characters.');
};

const findOidcProvider = async (
  core: Pick<Core, 'store'>,
  account: string,
  arn: string,
): Promise<OidcProvider | undefined> => {
  const prefix = `arn:aws:iam::${account}:oidc-provider/`;
  return arn.startsWith(prefix) ? core.store.iam.find(account, 'oidc-provider', arn.slice(prefix.length)) : undefined;
};

/** Throws NoSuchEntityException. */
export const requireOidcProvider = async (
  core: Pick<Core, 'store'>,
  account: string,
  arn: string,
): Promise<OidcProvider> => {
  const provider = await findOidcProvider(core, account, arn);
  if (provider === undefined) throw noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`);
  return provider;
};

/** Throws NoSuchEntityException, and what `change` throws. */
export const changeOidcProvider = async (
  core: Needs,
  account: string,
  arn: string,
  change: (current: OidcProvider) => OidcProvider,
): Promise<void> => {
  await changeFound(
    core,
    () => requireOidcProvider(core, account, arn),
    (current) => {
      const changed = change(current);
      assertThumbprints(changed.thumbprints);
      assertQuota('ClientIdsPerOpenIdConnectProvider', changed.clientIds.length);
      return changed;
    },
  );
};

/** Deleting what is not there is no error. */
export const deleteOidcProvider = async (core: Needs, account: string, arn: string): Promise<void> => {
  if ((await findOidcProvider(core, account, arn)) === undefined) return;
  await deleteFound(
    core,
    () => requireOidcProvider(core, account, arn),
    () => undefined,
  );
};

/** Throws EntityAlreadyExistsException, InvalidInputException. */
export const createSamlProvider = async (
  core: Pick<Core, 'clock' | 'random' | 'saml' | 'store'>,
  account: string,
  given: {
    readonly name: string;
    readonly document: string;
    readonly tags?: Readonly<Record<string, string>> | undefined;
  },
): Promise<SamlProvider> => {
  const { name, document, tags } = given;
  const metadata = await readMetadata(core, document);
  const common = commonOf(core, { kind: 'saml-provider', account, name, tags });
  const provider: SamlProvider = { ...common, document, metadata, validUntil: validUntil(core) };
  return insertEntity(core, provider, `Provider with name ${name} already exists.`);
};

const A_HUNDRED_YEARS = 100 * 365 * 24 * 3_600_000;

const validUntil = ({ clock }: Pick<Core, 'clock'>): number => clock.now() + A_HUNDRED_YEARS;

const readMetadata = async ({ saml }: Pick<Core, 'saml'>, document: string): Promise<SamlMetadata> => {
  try {
    return await saml.readMetadata(document);
  } catch (error) {
    if (error instanceof InvalidMetadata) throw invalidInput('Could not parse metadata');
    throw error;
  }
};

/** Throws NoSuchEntityException. */
export const requireSamlProvider = async (
  core: Pick<Core, 'store'>,
  account: string,
  arn: string,
): Promise<SamlProvider> => {
  const prefix = `arn:aws:iam::${account}:saml-provider/`;
  const name = arn.startsWith(prefix) ? arn.slice(prefix.length) : undefined;
  const provider = name === undefined ? undefined : await core.store.iam.find(account, 'saml-provider', name);
  if (provider === undefined) throw noSuchEntity(`Manifest not found for arn ${arn}`);
  return provider;
};

/** Throws NoSuchEntityException, InvalidInputException. */
export const updateSamlProvider = async (
  core: Needs & Pick<Core, 'saml'>,
  account: string,
  arn: string,
  document: string,
): Promise<void> => {
  const metadata = await readMetadata(core, document);
  await changeFound(
    core,
    () => requireSamlProvider(core, account, arn),
    (current) => ({ ...current, document, metadata, validUntil: validUntil(core) }),
  );
};

/** Throws NoSuchEntityException. */
export const deleteSamlProvider = (core: Needs, account: string, arn: string): Promise<void> =>
  deleteFound(
    core,
    () => requireSamlProvider(core, account, arn),
    () => undefined,
  );
