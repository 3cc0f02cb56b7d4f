import type { Core } from '../../core.ts';
import { GuardFailed } from '../../ports.ts';
import type { Asked } from './challenge.ts';

/** Spends a session that was answered wrongly too often. Another answer may have done so already. */
export const endSession = async ({ store }: Pick<Core, 'store'>, { spend }: Pick<Asked, 'spend'>): Promise<void> => {
  try {
    await store.commit([spend]);
  } catch (error) {
    if (!(error instanceof GuardFailed)) throw error;
  }
};
