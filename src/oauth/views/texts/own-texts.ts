/** An operator's own texts: language to key to text, checked so that no page comes to lack a word. */
import { didYouMean } from '../../../config/nearest.ts';
import { en } from './en.ts';
import { LANGUAGES, type Language } from './languages.ts';
import type { TextKey, Texts } from './texts.ts';

export type OwnTexts = Readonly<Partial<Record<Language, Readonly<Partial<Texts>>>>>;

export interface OwnTextsReading {
  readonly texts: OwnTexts;
  readonly problems: readonly OwnTextsProblem[];
}

export interface OwnTextsProblem {
  /** `fr`, `fr/signIn.title`; empty for the document as a whole. */
  readonly at: string;
  readonly message: string;
}

/** Finds every problem; the texts are of use only without one. */
export const readOwnTexts = (document: unknown): OwnTextsReading => {
  if (!isMapping(document)) return { texts: {}, problems: [{ at: '', message: 'must be a mapping of languages' }] };
  const problems = Object.entries(document).flatMap(([language, texts]) => languageProblems(language, texts));
  return { texts: document as OwnTexts, problems };
};

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const languageProblems = (language: string, texts: unknown): OwnTextsProblem[] => {
  const problem = (message: string): OwnTextsProblem[] => [{ at: language, message }];
  if (!Object.hasOwn(LANGUAGES, language)) {
    const known = Object.keys(LANGUAGES);
    return problem(`unknown language${didYouMean(language, known)} (${known.join(', ')})`);
  }
  if (!isMapping(texts)) return problem('must be a mapping of texts');
  return Object.entries(texts).flatMap(([key, text]) => {
    const message = textProblem(key, text);
    return message === undefined ? [] : [{ at: `${language}/${key}`, message }];
  });
};

const textProblem = (key: string, text: unknown): string | undefined => {
  if (!Object.hasOwn(en, key)) return `unknown text${didYouMean(key, Object.keys(en))}`;
  if (typeof text !== 'string' || text.trim() === '') return 'must be text';
  const [wanted, given] = [placeholders(en[key as TextKey]), placeholders(text)];
  const missing = wanted.find((each) => !given.includes(each));
  if (missing !== undefined) return `lacks ${missing}`;
  const unknown = given.find((each) => !wanted.includes(each));
  if (unknown === undefined) return undefined;
  return `${unknown} means nothing here${wanted.length === 0 ? '' : `; this text has ${wanted.join(', ')}`}`;
};

export const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort();
