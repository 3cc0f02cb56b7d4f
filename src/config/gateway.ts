/**
 * The option `gateway`: the OpenAPI documents that are served. Text is a document or a folder of documents; a mapping
 * goes from names of APIs to documents.
 */
import { resolve } from 'node:path';
import { decimal, flag, integer, type Kind, list, mapping, oneOf, path, Refused, text } from './kinds.ts';

export interface GatewayEntry {
  /** Unset: the document's file name; of a folder, each document's. */
  readonly id?: string;
  /** A file; without an id also a folder. */
  readonly document: string;
  /** Unset: what the document's extensions say. */
  readonly type?: 'rest' | 'http';
  readonly stage?: string;
  readonly variables: Readonly<Partial<Record<string, string>>>;
  /** Host names of its own: there the stage is not in the path. */
  readonly hosts: readonly string[];
  readonly identityHeaders: boolean;
  /** Requests a second, and at once. */
  readonly rate?: number;
  readonly burst?: number;
}

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const gatewayEntries = (): Kind<readonly GatewayEntry[]> => ({
  placeholder: '<path>',
  parse(raw) {
    if (typeof raw === 'string' && raw.trim() !== '') return [{ document: raw, ...NOTHING_ELSE }];
    if (!isFields(raw)) throw new Refused('must be a document, a folder, or a mapping from names to documents');
    return Object.entries(raw).map(([id, given]) => within(id, () => entryOf(id, given)));
  },
});

const NOTHING_ELSE = { variables: {}, hosts: [], identityHeaders: false } as const;

export const resolveGatewayPaths = (value: unknown, folder: string): unknown => {
  if (typeof value === 'string') return resolve(folder, value);
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([id, given]) => {
      if (typeof given === 'string') return [id, resolve(folder, given)];
      if (!isFields(given) || typeof given['document'] !== 'string') return [id, given];
      return [id, { ...given, document: resolve(folder, given['document']) }];
    }),
  );
};

export const shownEntries = (entries: readonly GatewayEntry[]): string =>
  `{${entries.map(({ id, document }) => `${id ?? '*'}: ${document}`).join(', ')}}`;

export const API_ID = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

const anyName: Kind<string> = text('<name>', { pattern: /^[\w-]+$/, expected: 'a variable’s name' });
const host: Kind<string> = text('<host>', { pattern: /^[a-z0-9.-]+$/, expected: 'a host name in lower case' });
const stageName: Kind<string> = text('<stage>', {
  pattern: /^(?:\$default|[\w-]{1,128})$/,
  expected: 'letters, digits, _ and -, or $default',
});

const entryOf = (id: string, given: unknown): GatewayEntry => {
  if (!API_ID.test(id)) throw new Refused('must be lower-case letters, digits and -');
  if (typeof given === 'string') return { id, document: given, ...NOTHING_ELSE };
  if (!isFields(given)) throw new Refused('must be a document, or a mapping with document');
  const known = new Set<string>();
  const read = <T>(name: string, kind: Kind<T>): T | undefined => {
    known.add(name);
    const value = given[name];
    return value === undefined || value === null ? undefined : within(name, () => kind.parse(value));
  };
  const document = read('document', path());
  if (document === undefined) throw new Refused('document: is needed');
  const [type, stage] = [read('type', oneOf('rest', 'http')), read('stage', stageName)];
  const [rate, burst] = [
    read('rate', decimal('<number>', 0.1, 1_000_000)),
    read('burst', integer('<count>', 1, 1_000_000)),
  ];
  const entry = {
    ...{ id, document },
    variables: read('variables', mapping('<name>=<value>', anyName, text('<value>'))) ?? {},
    hosts: read('hosts', list('<host>', host)) ?? [],
    identityHeaders: read('identity-headers', flag()) ?? false,
    ...(type && { type }),
    ...(stage && { stage }),
    ...(rate !== undefined && { rate, burst: burst ?? Math.ceil(rate) }),
  };
  const unknown = Object.keys(given).find((name) => !known.has(name));
  if (unknown !== undefined) throw new Refused(`unknown key ${unknown}`);
  if (burst !== undefined && rate === undefined) throw new Refused('burst: needs rate');
  return entry;
};

const within = <T>(place: string, act: () => T): T => {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new Refused(`${place}: ${error.message}`);
  }
};
