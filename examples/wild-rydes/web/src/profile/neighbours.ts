/** Riders who used this browser, so that one can try the folder of another. */
const KEY = 'wild-rydes.identities';
const NOBODY = 'us-east-1:00000000-0000-4000-8000-000000000000';

const known = (): string[] => {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '[]') as string[];
  } catch {
    return [];
  }
};

export const remember = (identityId: string): void =>
  localStorage.setItem(KEY, JSON.stringify([identityId, ...known().filter((each) => each !== identityId)].slice(0, 5)));

export const lastNeighbour = (own: string): string => known().find((each) => each !== own) ?? NOBODY;
