/** What the core says of the attributes that it refuses, taken apart again: which attribute, and what is wrong. */
import { attributeNamed } from '../../../core/users/required.ts';
import { type TextKey, type Texts, t } from './texts.ts';

export interface AttributeProblem {
  readonly attribute: string;
  /** In the core's words. */
  readonly said: string;
}

/** In the order of the message; empty for a message about anything else. */
export const attributeProblems = (message: string): AttributeProblem[] => {
  const contact = CONTACT_PROBLEMS[message];
  if (contact !== undefined) return [{ attribute: contact, said: message }];
  const missing = /^Invalid attributes given, (.+) is missing$/.exec(message)?.[1];
  if (missing !== undefined) return missing.split(', ').map((attribute) => ({ attribute, said: MISSING }));
  return linesOf(message).flatMap((line) => {
    const [, shown, said] = /^([\w.:-]+): (.+)$/.exec(line) ?? [];
    return shown === undefined || said === undefined ? [] : [{ attribute: attributeNamed(shown), said }];
  });
};

export const problemText = (texts: Texts, { said }: Pick<AttributeProblem, 'said'>): string => {
  for (const [pattern, key] of PROBLEMS) {
    const match = pattern.exec(said);
    if (match) return t(texts, key, { limit: match[1] ?? '' });
  }
  return said;
};

const MISSING = 'The attribute is required';

const CONTACT_PROBLEMS: Readonly<Record<string, string>> = {
  'Invalid email address format.': 'email',
  'Invalid phone number format.': 'phone_number',
};

/** Of new users, of updates (core/users/attribute-rules.ts), and of one attribute alone. */
const linesOf = (message: string): string[] => {
  const [, lines] = /^Attributes did not conform to the schema: (.*)$/s.exec(message) ?? [];
  if (lines !== undefined) return lines.split(/, (?=[\w.:-]+: )/);
  if (/^(user\..+\n)+$/.test(message)) return message.trimEnd().split('\n').map(withoutUser);
  const [, said] = /^[\w.:-]+: (.+)$/.exec(message) ?? [];
  return said !== undefined && PROBLEMS.some(([pattern]) => pattern.test(said)) ? [message] : [];
};

const withoutUser = (line: string): string => line.slice('user.'.length);

const PROBLEMS: readonly (readonly [RegExp, TextKey])[] = [
  [/^The attribute (.* )?is required$/, 'field.required'],
  [/^String must be at least (\d+) characters long$/, 'problem.minimumLength'],
  [/^String must be no longer than (\d+) characters$/, 'problem.maximumLength'],
  [/^Number must be no less than (\S+)$/, 'problem.minimum'],
  [/^Number must be no greater than (\S+)$/, 'problem.maximum'],
  [/^Invalid value for a number$/, 'problem.number'],
  [/^Invalid value for a boolean$/, 'problem.boolean'],
  [/^Birthdate must be |^Invalid value for a date and time$/, 'problem.date'],
  [/^Invalid email address format\.$/, 'problem.email'],
  [/^Invalid phone number format\.$/, 'problem.phone_number'],
  [/^Attribute cannot be updated\.$/, 'problem.fixed'],
];
