/**
 * The words of the pages. `en.ts` is the source of keys: a text is added there, and the compiler asks every language for
 * it. `{name}` in a text stands for a value that `t` puts in. Texts are text: whoever shows them escapes them.
 */
import type { Core } from '../../../core/core.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { id } from './id.ts';
import { it } from './it.ts';
import { ja } from './ja.ts';
import { ko } from './ko.ts';
import { knownLanguage, type Language } from './languages.ts';
import { nl } from './nl.ts';
import { ptBR } from './pt-br.ts';
import type { Texts } from './texts.ts';
import { zhCN } from './zh-cn.ts';
import { zhTW } from './zh-tw.ts';

export { errorText, fieldProblems } from './errors.ts';
export { fieldHint, fieldLabel } from './fields.ts';
export { LANGUAGES, type Language, languageOf } from './languages.ts';
export { type TextKey, type Texts, t } from './texts.ts';

export const TEXTS: Readonly<Record<Language, Texts>> = {
  en,
  de,
  es,
  fr,
  id,
  it,
  ja,
  ko,
  nl,
  'pt-BR': ptBR,
  'zh-CN': zhCN,
  'zh-TW': zhTW,
};

/** Texts of a pool's pages: the operator's own before ours. `language` as `languageOf` gave it. */
export const textsFor = ({ settings }: Pick<Core, 'settings'>, poolId: string, language: string): Texts => {
  const known = knownLanguage(language) ?? 'en';
  const own = settings.pageTexts?.(poolId, known);
  return own === undefined ? TEXTS[known] : { ...TEXTS[known], ...own };
};
