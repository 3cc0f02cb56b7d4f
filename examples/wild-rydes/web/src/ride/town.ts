/** The town: places to be picked up at, and the stables, on a map of 800 × 480. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

export const PLACES: Readonly<Record<string, Spot>> = {
  'Lantern Square': { x: 392, y: 238 },
  'The old mill': { x: 236, y: 186 },
  'Harbour steps': { x: 566, y: 348 },
  'Poppy field': { x: 196, y: 338 },
  Observatory: { x: 594, y: 150 },
};

export interface Resident extends Spot {
  readonly coat: string;
  readonly mane: string;
}

export const UNICORNS: Readonly<Record<string, Resident>> = {
  Marzipan: { x: 118, y: 108, coat: '#fff4e0', mane: '#ff8c5a' },
  Thistle: { x: 690, y: 96, coat: '#efe6ff', mane: '#8d5bd1' },
  Quicksilver: { x: 412, y: 68, coat: '#e8eef4', mane: '#5f88b5' },
  Bramble: { x: 92, y: 372, coat: '#f7e6ea', mane: '#b33d6b' },
  Ember: { x: 706, y: 402, coat: '#ffe3d6', mane: '#d9412b' },
};

/** The nearest place's name, for words about a spot. */
export const nameOf = ({ x, y }: Spot): string => {
  const [[name, spot]] = Object.entries(PLACES).sort(([, a], [, b]) => away(a) - away(b)) as [[string, Spot]];
  return away(spot) < 12 ? name : `near ${name}`;

  function away(place: Spot): number {
    return Math.hypot(place.x - x, place.y - y);
  }
};
