/** Who is in a group. Both ways are idempotent, as at Cognito. */
import type { Core } from '../core.ts';
import { missingIsNotFound } from './write.ts';

type Membership = { readonly poolId: string; readonly group: string; readonly sub: string };

/** Throws ResourceNotFoundException. */
export const addToGroup = async (core: Pick<Core, 'store' | 'clock'>, member: Membership): Promise<void> => {
  const write = core.store.groups.addMember(member.poolId, member.group, member.sub, core.clock.now());
  await core.store.commit([write]).catch(missingIsNotFound);
};

export const removeFromGroup = async (core: Pick<Core, 'store'>, member: Membership): Promise<void> => {
  await core.store.commit([core.store.groups.removeMember(member.poolId, member.group, member.sub)]);
};
