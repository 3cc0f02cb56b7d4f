/** The text of a document, YAML or JSON, with the line and column of everything in it. */
import { createRequire } from 'node:module';
import { type DocumentProblem, DocumentRefused, Node } from './fields.ts';

/** Loaded with the first document. */
const yaml = () => createRequire(import.meta.url)('yaml') as typeof import('yaml');

const MOST_BYTES = 8 * 1024 * 1024;

export interface ParsedDocument {
  readonly root: Node;
  readonly problems: DocumentProblem[];
}

/** Throws `DocumentRefused` where it cannot be read at all. */
export const parseDocument = (text: string, file: string): ParsedDocument => {
  if (text.length > MOST_BYTES) throw new DocumentRefused([{ at: file, path: '', message: 'is too large' }]);
  const { LineCounter, parseDocument: parse, isNode } = yaml();
  const lines = new LineCounter();
  const document = parse(text, { lineCounter: lines, customTags: [], version: '1.2', uniqueKeys: true });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    throw new DocumentRefused(
      faults.map((each) => ({ at: at(each.pos[0]), path: '', message: each.message.split('\n', 1)[0] ?? '' })),
    );
  }
  const problems: DocumentProblem[] = [];
  const offsetOf = (path: readonly (string | number)[]): number => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return node.range[0];
    }
    return 0;
  };
  const report = (path: readonly (string | number)[], message: string): void => {
    problems.push({ at: at(offsetOf(path)), path: path.join('.'), message });
  };
  return { root: new Node(document.toJS({ maxAliasCount: 100 }), [], report), problems };
};
