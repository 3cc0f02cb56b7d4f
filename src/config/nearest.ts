/** The known name that a mistyped one probably meant; undefined when none is near. */
export const nearest = (name: string, known: Iterable<string>): string | undefined => {
  const limit = Math.max(2, Math.floor(name.length / 3));
  let best: { name: string; distance: number } | undefined;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance <= limit && (!best || distance < best.distance)) best = { name: candidate, distance };
  }
  return best?.name;
};

export const didYouMean = (name: string, known: Iterable<string>): string => {
  const guess = nearest(name, known);
  return guess === undefined ? '' : `; did you mean ${guess}?`;
};

/** Damerau-Levenshtein (adjacent swaps count once): the usual slips of a hand. */
const editDistance = (a: string, b: string): number => {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) row.push(cell(rows, row, a, b, i, j));
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
};

const cell = (rows: number[][], row: number[], a: string, b: string, i: number, j: number): number => {
  const at = (di: number, dj: number): number => rows[i - di]?.[j - dj] ?? Number.POSITIVE_INFINITY;
  const changed = a[i - 1] === b[j - 1] ? 0 : 1;
  const plain = Math.min(at(1, 0) + 1, (row[j - 1] ?? Number.POSITIVE_INFINITY) + 1, at(1, 1) + changed);
  const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
  return swapped ? Math.min(plain, at(2, 2) + 1) : plain;
};
