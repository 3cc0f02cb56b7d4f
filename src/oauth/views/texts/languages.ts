/**
 * The languages that there are texts in: those of Cognito's managed login (the keys of CreateTerms' Links name them),
 * and which of them to speak with somebody.
 */

/** BCP 47 to the language's own name. */
export const LANGUAGES = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  id: 'Bahasa Indonesia',
  it: 'Italiano',
  ja: '日本語',
  ko: '한국어',
  nl: 'Nederlands',
  'pt-BR': 'Português (Brasil)',
  'zh-CN': '简体中文',
  'zh-TW': '繁體中文',
} as const;

export type Language = keyof typeof LANGUAGES;

export const DEFAULT_LANGUAGE: Language = 'en';

/** What else people's browsers and applications call them, in lower case. */
const RANGES: ReadonlyMap<string, Language> = new Map([
  ...(Object.keys(LANGUAGES) as Language[]).map((tag): [string, Language] => [tag.toLowerCase(), tag]),
  ['in', 'id'],
  ['pt', 'pt-BR'],
  ['zh', 'zh-CN'],
  ['zh-hans', 'zh-CN'],
  ['zh-hant', 'zh-TW'],
  ['zh-hk', 'zh-TW'],
  ['zh-mo', 'zh-TW'],
]);

/**
 * `lang` is the request's own parameter: one range, or several with spaces between as in `ui_locales` (OpenID Connect
 * Core, section 3.1.2.1). Before the header wherever it names a language that there is; English where nothing does.
 */
export const languageOf = (lang: string | undefined, acceptLanguage: string | undefined): Language =>
  firstKnown((lang ?? '').split(/\s+/)) ?? firstKnown(preferences(acceptLanguage ?? '')) ?? DEFAULT_LANGUAGE;

/** Undefined: no language that there are texts in. */
export const knownLanguage = (tag: string): Language | undefined => lookUp(tag);

const firstKnown = (ranges: readonly string[]): Language | undefined => {
  for (const range of ranges) {
    const language = lookUp(range);
    if (language !== undefined) return language;
  }
  return undefined;
};

/** RFC 4647 section 3.4: the range is cut from its end until it fits, a single letter goes with what follows it. */
const lookUp = (range: string): Language | undefined => {
  const subtags = range.toLowerCase().replaceAll('_', '-').split('-');
  while (subtags.length > 0) {
    const language = RANGES.get(subtags.join('-'));
    if (language !== undefined) return language;
    subtags.pop();
    if (subtags.at(-1)?.length === 1) subtags.pop();
  }
  return undefined;
};

/** The ranges of an Accept-Language header that are wanted at all, the dearest first (RFC 9110 section 12.5.4). */
const preferences = (header: string): string[] =>
  header
    .split(',')
    .map(preference)
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ range }) => range);

const preference = (item: string): { range: string; weight: number } => {
  const [range = '', ...parameters] = item.split(';').map((part) => part.trim());
  const q = parameters.find((part) => /^q=/i.test(part))?.slice(2);
  return { range, weight: q === undefined ? 1 : Number(q) || 0 };
};
