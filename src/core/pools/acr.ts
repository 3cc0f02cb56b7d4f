import type { PoolSettings } from './pool.ts';

/** The names of the four authentication levels, the owner's over Cognito's. */
export const acrNamesOf = ({ acrNames }: Pick<PoolSettings, 'acrNames'>): Record<string, string> => ({
  Level1: 'urn:cognito:loa:1',
  Level2: 'urn:cognito:loa:2',
  Level3: 'urn:cognito:loa:3',
  Level4: 'urn:cognito:loa:4',
  ...acrNames,
});
