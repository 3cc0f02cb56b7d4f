/** Links to the terms of a client, in the page's language where they are there in it. */
import type { Terms } from '../../core/terms/terms.ts';
import type { TermsLink } from '../views/page.ts';
import type { Language } from '../views/texts/index.ts';
import { pageLanguage } from './show.ts';
import type { Visit } from './visit.ts';

const NAMES = ['terms-of-use', 'privacy-policy'] as const;

export const termsOf = async ({ context, core, client }: Visit): Promise<TermsLink[]> => {
  const language = pageLanguage(context);
  const found = await Promise.all(NAMES.map((name) => core.store.terms.byName(client.poolId, client.id, name)));
  return NAMES.flatMap((name, at) => {
    const href = hrefIn(found[at], language);
    return href === undefined ? [] : [{ name, href }];
  });
};

const hrefIn = (terms: Terms | undefined, language: Language): string | undefined => {
  const href = terms?.links[`cognito:${KEYS[language]}`] ?? terms?.links['cognito:default'];
  return href !== undefined && /^https?:\/\//i.test(href) ? href : undefined;
};

/** As CreateTerms calls the languages. */
const KEYS: Readonly<Record<Language, string>> = {
  en: 'english',
  de: 'german',
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
