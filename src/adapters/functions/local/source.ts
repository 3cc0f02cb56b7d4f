/** Where a function's code lies, and whether it has changed. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import type { LocalTarget } from '../../../config/functions.ts';

export interface Source {
  /** The module with the handler. */
  readonly file: string;
  /** The folder that is the function's own: it may read it, and a change in it starts the function anew. */
  readonly root: string;
  readonly exportPath: readonly string[];
  /** As Lambda writes it: `index.handler`. */
  readonly handler: string;
}

const EXTENSIONS = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'];
/** More are not looked at: a folder of that size is a project, whose start is the operator's to repeat. */
const MAX_FILES = 500;

/** Undefined when there is no such file. */
export const findSource = (target: LocalTarget, name: string): Source | undefined => {
  switch (target.kind) {
    case 'module':
      return sourceOf(existing(resolve(target.module)), target.handler.split('.'));
    case 'folder':
      return inFolder(resolve(target.folder), target.handler);
    case 'directory':
      return (
        sourceOf(existing(join(resolve(target.directory), name)), ['handler']) ??
        inFolder(join(resolve(target.directory), name), 'index.handler')
      );
  }
};

const inFolder = (folder: string, handler: string): Source | undefined => {
  const [, file = '', path = ''] = /^([^.]*)\.(.+)$/.exec(handler) ?? [];
  const found = sourceOf(existing(join(folder, file)), path.split('.'));
  return found && { ...found, root: folder, handler };
};

const sourceOf = (file: string | undefined, exportPath: readonly string[]): Source | undefined => {
  if (file === undefined) return undefined;
  const base = file.slice(dirname(file).length + 1, -extname(file).length || undefined);
  return { file, root: dirname(file), exportPath, handler: `${base}.${exportPath.join('.')}` };
};

const existing = (path: string): string | undefined =>
  [path, ...EXTENSIONS.map((extension) => `${path}${extension}`)].find(
    (each) => existsSync(each) && statSync(each).isFile(),
  );

/** Changes when a file below the root does. Packages are left out: who installs one starts anew. */
export const fingerprint = ({ root, file }: Source): string => {
  const marks: string[] = [markOf(file)];
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined && marks.length < MAX_FILES; folder = folders.pop()) {
    for (const entry of entriesOf(folder)) {
      if (entry.name === 'node_modules' || entry.name.startsWith('.')) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (marks.length < MAX_FILES) marks.push(markOf(path));
    }
  }
  return marks.join('\n');
};

/** Editors replace files: for a moment one may be missing. */
const markOf = (path: string): string => {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${path} ${stat.mtimeMs} ${stat.size} ${stat.ino}` : `${path} -`;
};

const entriesOf = (folder: string) => {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
};
