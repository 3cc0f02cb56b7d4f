/** Messages that count once: the id that their sender gave them is a ticket. */
import { createHash } from 'node:crypto';
import type { Core } from '../../core.ts';
import type { IdentityProvider } from '../../identity-providers/provider.ts';
import { GuardFailed } from '../../ports.ts';

/** False when it was spent before. `until`: from then on it would be refused anyway; epoch milliseconds. */
export const spendMessage = async (
  { store }: Pick<Core, 'store'>,
  kind: 'assertion' | 'logout',
  { poolId, name }: Pick<IdentityProvider, 'name' | 'poolId'>,
  id: string,
  until: number,
): Promise<boolean> => {
  const ticket = createHash('sha256')
    .update(JSON.stringify([poolId, name, id]))
    .digest('base64url');
  try {
    await store.commit([store.tickets.use(`saml-${kind} ${ticket}`, until)]);
    return true;
  } catch (error) {
    if (error instanceof GuardFailed) return false;
    throw error;
  }
};
