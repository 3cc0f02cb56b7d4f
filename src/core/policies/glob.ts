/**
 * Wildcards: `*` any characters, `?` any one. No backtracking: between two stars each piece is looked for once, from
 * left to right, and what was found stays found. So the cost is that of the searches, whatever a policy says.
 */

/** What stands between two stars. A position in `ones` may be any character. */
export interface Piece {
  readonly text: string;
  readonly ones?: ReadonlySet<number>;
}

/** One piece: no star. */
export type Glob = readonly [Piece, ...Piece[]];

export const matchesGlob = (glob: Glob, text: string): boolean => {
  const [first, ...rest] = glob;
  const last = rest.pop();
  if (last === undefined) return text.length === first.text.length && standsAt(first, text, 0);
  const end = text.length - last.text.length;
  if (!standsAt(first, text, 0) || end < first.text.length || !standsAt(last, text, end)) return false;
  let from = first.text.length;
  for (const piece of rest) {
    const at = find(piece, text, from, end - piece.text.length);
    if (at < 0) return false;
    from = at + piece.text.length;
  }
  return from <= end;
};

const standsAt = ({ text: wanted, ones }: Piece, text: string, at: number): boolean => {
  if (ones === undefined) return text.startsWith(wanted, at);
  if (at + wanted.length > text.length) return false;
  for (let index = 0; index < wanted.length; index++) {
    if (!ones.has(index) && wanted.charCodeAt(index) !== text.charCodeAt(at + index)) return false;
  }
  return true;
};

/** The first place from `from` to `to` where the piece stands, or -1. */
const find = (piece: Piece, text: string, from: number, to: number): number => {
  if (piece.ones === undefined) {
    const at = text.indexOf(piece.text, from);
    return at <= to ? at : -1;
  }
  for (let at = from; at <= to; at++) if (standsAt(piece, text, at)) return at;
  return -1;
};

export const ANY: unique symbol = Symbol('*');
export const ONE: unique symbol = Symbol('?');

/** Literal text, or a wildcard. */
export type GlobToken = string | typeof ANY | typeof ONE;

export const globOf = (tokens: readonly GlobToken[]): Glob => {
  const pieces: [Piece, ...Piece[]] = [{ text: '' }];
  for (const token of tokens) {
    if (token === ANY) pieces.push({ text: '' });
    else pieces.push(extended(pieces.pop() as Piece, token));
  }
  return pieces;
};

const extended = ({ text, ones }: Piece, token: string | typeof ONE): Piece =>
  token === ONE ? { text: `${text}?`, ones: new Set([...(ones ?? []), text.length]) } : { text: text + token, ones };
