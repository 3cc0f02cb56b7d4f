/**
 * Reads a policy's JSON so that nothing in it is lost: where each object stands in the text (simulations tell), and
 * names that stand twice in an object, of which `JSON.parse` would silently keep the last.
 */

export interface Span {
  /** Offsets into the text; `end` is the one after. */
  readonly start: number;
  readonly end: number;
}

export interface JsonText {
  readonly value: unknown;
  readonly spans: ReadonlyMap<object, Span>;
  /** Names that an object has more than once. */
  readonly duplicates: readonly string[];
}

/** Policies need five; a reader that calls itself must have an end. */
const MAX_DEPTH = 32;
const SCALAR = /(?:"(?:[^"\\]|\\.)*"|[^\s,\]}[{":]+)/sy;
const SPACE = /[ \t\r\n]*/y;

/** @throws SyntaxError when the text is no JSON, or nested deeper than any policy */
export const readJson = (text: string): JsonText => {
  const reader: Reader = { text, at: 0, spans: new Map(), duplicates: [] };
  const value = readValue(reader, 0);
  skipSpace(reader);
  if (reader.at !== text.length) throw unexpected(reader);
  return { value, spans: reader.spans, duplicates: reader.duplicates };
};

interface Reader {
  readonly text: string;
  at: number;
  readonly spans: Map<object, Span>;
  readonly duplicates: string[];
}

const readValue = (reader: Reader, depth: number): unknown => {
  skipSpace(reader);
  if (depth > MAX_DEPTH) throw new SyntaxError('nested too deeply');
  const start = reader.at;
  const opening = reader.text[start];
  if (opening !== '{' && opening !== '[') return readScalar(reader);
  reader.at++;
  const value = opening === '{' ? readObject(reader, depth) : readArray(reader, depth);
  reader.spans.set(value, { start, end: reader.at });
  return value;
};

/** `fromEntries`, because assigning to a name of the text could reach the prototype. */
const readObject = (reader: Reader, depth: number): object => {
  const entries = new Map<string, unknown>();
  readItems(reader, '}', () => {
    skipSpace(reader);
    const name = readScalar(reader);
    if (typeof name !== 'string') throw unexpected(reader);
    if (entries.has(name)) reader.duplicates.push(name);
    if (!take(reader, ':')) throw unexpected(reader);
    entries.set(name, readValue(reader, depth + 1));
  });
  return Object.fromEntries(entries);
};

const readArray = (reader: Reader, depth: number): unknown[] => {
  const items: unknown[] = [];
  readItems(reader, ']', () => items.push(readValue(reader, depth + 1)));
  return items;
};

const readItems = (reader: Reader, closing: string, readItem: () => void): void => {
  if (take(reader, closing)) return;
  do readItem();
  while (take(reader, ','));
  if (!take(reader, closing)) throw unexpected(reader);
};

/** Strings, numbers and words; the language's own parser knows their forms. */
const readScalar = (reader: Reader): unknown => {
  SCALAR.lastIndex = reader.at;
  const found = SCALAR.exec(reader.text)?.[0];
  if (found === undefined) throw unexpected(reader);
  reader.at += found.length;
  return JSON.parse(found) as unknown;
};

const take = (reader: Reader, character: string): boolean => {
  skipSpace(reader);
  if (reader.text[reader.at] !== character) return false;
  reader.at++;
  return true;
};

const skipSpace = (reader: Reader): void => {
  SPACE.lastIndex = reader.at;
  SPACE.exec(reader.text);
  reader.at = SPACE.lastIndex;
};

const unexpected = ({ at }: Reader) => new SyntaxError(`unexpected text at ${at}`);

export interface Position {
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export const positionOf = (text: string, offset: number): Position => {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
};
