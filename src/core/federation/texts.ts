/** What providers say is of any type; attributes are text. */

export type Texts = Readonly<Record<string, string>>;

/**
 * Booleans and numbers as JSON writes them, objects as JSON. Several values become one text, each form-encoded (developer
 * guide, "Things to know about mappings"). What is null or empty was not said.
 */
export const texts = (said: Readonly<Record<string, unknown>>): Texts =>
  Object.fromEntries(
    Object.entries(said)
      .map(([name, value]) => [name, text(value)] as const)
      .filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  );

const text = (value: unknown): string | undefined => {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) return severalTexts(value.map((one) => text(one)).filter((one) => one !== undefined));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** `[one, two%2Fthree]`; SAML's attributes with several values are written so too. */
export const severalTexts = (values: readonly string[]): string => `[${values.map(formEncoded).join(', ')}]`;

/** All but letters, digits and `.-*_`; a space is a plus sign. */
const formEncoded = (value: string): string => new URLSearchParams([['', value]]).toString().slice(1);
