/** The terms that the pages of an app client link to. */
import type { Client } from '../clients/client.ts';
import type { Core } from '../core.ts';

export interface TermsLink {
  readonly name: 'privacy-policy' | 'terms-of-use';
  readonly href: string;
}

/** The languages' names in a document's links (API reference, CreateTerms), by BCP 47. */
const LANGUAGE_NAMES: Readonly<Record<string, string>> = {
  de: 'german',
  en: 'english',
  es: 'spanish',
  fr: 'french',
  id: 'bahasa-indonesia',
  it: 'italian',
  ja: 'japanese',
  ko: 'korean',
  nl: 'dutch',
  'pt-BR': 'portuguese-brazil',
  'zh-CN': 'chinese-simplified',
  'zh-TW': 'chinese-traditional',
};

/**
 * In the page's language, else those of `cognito:default`. Cognito shows none before a client has both documents.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html#managed-login-terms-documents
 */
export const termsLinks = async (
  core: Pick<Core, 'store'>,
  { poolId, id }: Pick<Client, 'poolId' | 'id'>,
  language: string,
): Promise<readonly TermsLink[]> => {
  const names = ['terms-of-use', 'privacy-policy'] as const;
  const found = await Promise.all(names.map((name) => core.store.terms.byName(poolId, id, name)));
  const links = names.flatMap((name, at) => {
    const href = hrefIn(found[at]?.links ?? {}, language);
    return href === undefined ? [] : [{ name, href }];
  });
  return links.length === names.length ? links : [];
};

/** The API takes any text for a link; only what leads to a page becomes one. */
const hrefIn = (links: Readonly<Record<string, string>>, language: string): string | undefined => {
  const href = links[`cognito:${LANGUAGE_NAMES[language]}`] ?? links['cognito:default'];
  const url = href === undefined ? null : URL.parse(href);
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : undefined;
};
