/** Paths of routes: literals, `{parameter}`, and `{proxy+}` at the end. */
import type { Node } from './fields.ts';

const SEGMENT = /^(?:[A-Za-z0-9._~!$&'()*+,;=:@-]+|\{[A-Za-z0-9._-]+\+?\})$/;

export const checkPath = (path: string, node: Node): void => {
  if (!path.startsWith('/')) return void node.fault('must begin with a slash');
  const segments = segmentsOf(path);
  for (const [index, segment] of segments.entries()) {
    const fits = SEGMENT.test(segment) && segment !== '.' && segment !== '..';
    if (!fits) node.fault(`${JSON.stringify(segment)} is no segment of a path`);
    if (segment.endsWith('+}') && index < segments.length - 1) node.fault('a greedy parameter stands at the end');
  }
  const names = parametersOf(path);
  if (new Set(names).size < names.length) node.fault('names a parameter twice');
};

/** Without the slash at the end: it makes no other route. */
export const segmentsOf = (path: string): string[] => {
  const bare = path.replace(/^\//, '').replace(/\/$/, '');
  return bare === '' ? [] : bare.split('/');
};

export const parametersOf = (path: string): string[] =>
  [...path.matchAll(/\{([^}+]+)\+?\}/g)].map((match) => match[1] ?? '');
