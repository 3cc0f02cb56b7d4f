/**
 * DeleteObjects: each key needs a permission of its own. Those that have it go on, in a body written anew; the others
 * are errors in the answer.
 * Source: S3 API reference, DeleteObjects.
 */
import { createHash } from 'node:crypto';
import { ServiceRefused } from '../refused.ts';
import { elements } from './errors.ts';
import { checkKey } from './key.ts';

export interface Deletion {
  readonly key: string;
  readonly versionId?: string;
  /** ETag, LastModifiedTime, Size: conditions, passed as they are. */
  readonly further: Readonly<Record<string, string>>;
}

export interface Deletions {
  readonly quiet: boolean;
  readonly objects: readonly Deletion[];
}

const MOST = 1_000;
export const MAX_DELETE_BODY = 2 * 1024 * 1024;
const CONDITIONS = ['ETag', 'LastModifiedTime', 'Size'];

/** Throws `ServiceRefused`. */
export const readDeletions = async (body: Buffer): Promise<Deletions> => {
  const root = await parse(body.toString('utf8'));
  if (root.name !== 'Delete') throw malformed();
  const quiet = root.children.filter(({ name }) => name === 'Quiet').map(({ text }) => text);
  const objects = root.children.filter(({ name }) => name === 'Object').map(deletionOf);
  if (objects.length === 0 || objects.length > MOST || quiet.length > 1) throw malformed();
  if (root.children.length !== quiet.length + objects.length) throw malformed();
  return { quiet: quiet[0]?.trim() === 'true', objects };
};

const deletionOf = ({ children }: Element): Deletion => {
  const values = new Map(children.map(({ name, text }) => [name, text]));
  const { Key: key, VersionId: versionId, ...further } = Object.fromEntries(values);
  const unknown = Object.keys(further).some((name) => !CONDITIONS.includes(name));
  if (!key || unknown || values.size !== children.length || children.some((each) => each.children.length > 0)) {
    throw malformed();
  }
  checkKey(key);
  // Readers of XML that cut it off would delete another object.
  if (key !== key.trim()) throw malformed();
  return { key, ...(versionId && { versionId }), further };
};

interface Element {
  readonly name: string;
  readonly text: string;
  readonly children: readonly Element[];
}

const parse = async (text: string): Promise<Element> => {
  if (/<!/.test(text)) throw malformed();
  const { DOMParser, onErrorStopParsing } = await import('@xmldom/xmldom');
  try {
    const { documentElement } = new DOMParser({ onError: onErrorStopParsing }).parseFromString(text, 'text/xml');
    if (documentElement) return elementOf(documentElement);
  } catch {
    // Said below.
  }
  throw malformed();
};

interface DomElement {
  readonly localName: string | null;
  readonly textContent: string | null;
  readonly childNodes: Iterable<unknown> & { readonly length: number; item(index: number): unknown };
}

const ELEMENT = 1;

const elementOf = (element: DomElement): Element => {
  const nodes = Array.from({ length: element.childNodes.length }, (_, at) => element.childNodes.item(at));
  const children = nodes.filter((node) => (node as { nodeType: number }).nodeType === ELEMENT) as DomElement[];
  return { name: element.localName ?? '', text: element.textContent ?? '', children: children.map(elementOf) };
};

const malformed = () =>
  new ServiceRefused(
    'MalformedXML',
    400,
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

export const writeDeletions = ({ quiet, objects }: Deletions): Buffer => {
  const each = ({ key, versionId, further }: Deletion) =>
    `<Object>${elements({ Key: key, ...(versionId && { VersionId: versionId }), ...further })}</Object>`;
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">';
  return Buffer.from(`${head}${objects.map(each).join('')}<Quiet>${quiet}</Quiet></Delete>`);
};

/** S3 asks for it with this operation. */
export const contentMd5 = (body: Uint8Array): string => createHash('md5').update(body).digest('base64');

export interface Undeleted {
  readonly object: Deletion;
  readonly message: string;
}

const EMPTY_RESULT =
  '<?xml version="1.0" encoding="UTF-8"?>\n<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"></DeleteResult>';

/** The backend's answer, or none where nothing went to it, with the errors of what was kept from it. */
export const withErrors = (answer: string | undefined, undeleted: readonly Undeleted[]): string => {
  const errors = undeleted.map(({ object: { key, versionId }, message }) => {
    const place = { Key: key, ...(versionId && { VersionId: versionId }) };
    return `<Error>${elements({ ...place, Code: 'AccessDenied', Message: message })}</Error>`;
  });
  const result = (answer?.trim() || EMPTY_RESULT).replace(/<((?:\w+:)?DeleteResult)([^>]*)\/>\s*$/, '<$1$2></$1>');
  return result.replace(/<\/(?:\w+:)?DeleteResult>\s*$/, (end) => errors.join('') + end);
};
