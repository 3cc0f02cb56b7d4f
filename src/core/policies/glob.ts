/**
 * Wildcards: `*` any characters, `?` any one. No backtracking: between two stars each piece is looked for once, from
 * left to right, and what was found stays found. So the cost is that of the searches, whatever a policy says: the text's
 * length, or for pieces with `?` at most their length times that.
 */

/** What stands between two stars. */
export interface Piece {
  readonly text: string;
  /** Where there is a `?`: the text's code units, with -1 for any. */
  readonly units?: Int32Array;
}

/** One piece: no star. */
export type Glob = readonly [Piece, ...Piece[]];

export const matchesGlob = (glob: Glob, text: string): boolean => {
  const [first] = glob;
  const last = glob.at(-1) as Piece;
  if (glob.length === 1) return text.length === first.text.length && standsAt(first, text, 0);
  const end = text.length - last.text.length;
  if (end < first.text.length || !standsAt(first, text, 0) || !standsAt(last, text, end)) return false;
  let from = first.text.length;
  for (let index = 1; index < glob.length - 1; index++) {
    const piece = glob[index] as Piece;
    const at = find(piece, text, from);
    if (at < 0) return false;
    from = at + piece.text.length;
  }
  return from <= end;
};

const standsAt = ({ text: wanted, units }: Piece, text: string, at: number): boolean => {
  if (units === undefined) return text.startsWith(wanted, at);
  if (at + units.length > text.length) return false;
  for (let index = 0; index < units.length; index++) {
    const unit = units[index];
    if (unit !== ANY_UNIT && unit !== text.charCodeAt(at + index)) return false;
  }
  return true;
};

/** The first place from `from` on where the piece stands, or -1. */
const find = (piece: Piece, text: string, from: number): number => {
  if (piece.units === undefined) return text.indexOf(piece.text, from);
  for (let at = from; at + piece.units.length <= text.length; at++) if (standsAt(piece, text, at)) return at;
  return -1;
};

export const ANY: unique symbol = Symbol('*');
export const ONE: unique symbol = Symbol('?');
const ANY_UNIT = -1;

/** Literal text, or a wildcard. */
export type GlobToken = string | typeof ANY | typeof ONE;

export const globOf = (tokens: readonly GlobToken[]): Glob => {
  const pieces: Piece[] = [];
  let start = 0;
  for (const [index, token] of tokens.entries()) {
    if (token !== ANY) continue;
    pieces.push(pieceOf(tokens.slice(start, index)));
    start = index + 1;
  }
  pieces.push(pieceOf(tokens.slice(start)));
  return pieces as [Piece, ...Piece[]];
};

const pieceOf = (tokens: readonly GlobToken[]): Piece => {
  const text = tokens.map((token) => (token === ONE ? '?' : String(token))).join('');
  return tokens.includes(ONE) ? { text, units: Int32Array.from(tokens.flatMap(unitsOf)) } : { text };
};

const unitsOf = (token: GlobToken): number[] => {
  if (typeof token !== 'string') return [ANY_UNIT];
  return Array.from({ length: token.length }, (_, index) => token.charCodeAt(index));
};
