/** What we gave somebody to carry, as it comes back. */
import type { Core } from './core.ts';
import { SealBroken, type SealPurpose } from './ports.ts';

/** The JSON in a sealed text; undefined for what is forged, cut, or of another purpose or context. */
export const openSealed = <Content>(
  { sealer }: Pick<Core, 'sealer'>,
  purpose: SealPurpose,
  sealed: string,
  context: string,
): Content | undefined => {
  try {
    return JSON.parse(Buffer.from(sealer.open(purpose, sealed, context)).toString()) as Content;
  } catch (error) {
    if (error instanceof SealBroken) return undefined;
    throw error;
  }
};
