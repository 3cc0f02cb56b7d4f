/** `poolhouse texts`: the texts of the hosted pages, as a file of the folder that `page-texts` names. */
import { didYouMean } from '../config/nearest.ts';
import { LANGUAGES, type Language, TEXTS } from '../oauth/views/texts/index.ts';
import { CommandFailed, EXIT } from './failures.ts';

/** YAML. Throws `CommandFailed` for a language that there are no texts in. */
export const textsFile = (language: string): string => {
  if (!Object.hasOwn(LANGUAGES, language)) {
    const known = Object.keys(LANGUAGES);
    const message = `Unknown language: ${language}${didYouMean(language, known)} (${known.join(', ')})`;
    throw new CommandFailed(EXIT.usage, message);
  }
  const lines = Object.entries(TEXTS[language as Language]).map(([key, text]) => `  ${key}: ${JSON.stringify(text)}`);
  return [`${language}:`, ...lines, ''].join('\n');
};
