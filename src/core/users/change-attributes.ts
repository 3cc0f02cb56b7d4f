/** An administrator changes or deletes attributes. */
import type { Core } from '../core.ts';
import { deliveryTo } from '../messages/delivery.ts';
import { sendFirstCode } from '../messages/send-code.ts';
import type { ContactAttribute, Pool } from '../pools/pool.ts';
import type { Write } from '../ports.ts';
import { type Attributes, applyAttributeChanges } from './attributes.ts';
import { assertPendingFree } from './conflicts.ts';
import { commitUser } from './update.ts';
import type { User } from './user.ts';

type Touches = Pick<Core, 'store' | 'clock' | 'random' | 'sealer' | 'outbox' | 'settings'>;

/** Not counted against the user's codes: an administrator's change is no way for others to flood an address. */
const verificationCode = (core: Touches, pool: Pool, user: User, name: ContactAttribute): Write[] => {
  const address = (user.pendingAttributes[name] ?? user.attributes[name]) as string;
  return sendFirstCode(core, pool, user, {
    purpose: `verify:${name}`,
    kind: 'update-attribute',
    delivery: deliveryTo(name, address),
  });
};

/**
 * An empty value deletes. New contacts get a code where the pool verifies them, unless the administrator says that
 * they are verified. Throws InvalidParameterException and AliasExistsException.
 */
export const changeAttributes = async (core: Touches, pool: Pool, user: User, changes: Attributes): Promise<void> => {
  let sent = false;
  await commitUser(core, pool, user, async (current) => {
    const change = applyAttributeChanges(pool, current, changes, {});
    await assertPendingFree(core, pool, change.user);
    const writes = change.toVerify.flatMap((name) => verificationCode(core, pool, change.user, name));
    sent = writes.length > 0;
    return { user: change.user, writes };
  });
  if (sent) core.outbox.wake();
};

export const deleteAttributes = async (
  core: Touches,
  pool: Pool,
  user: User,
  names: readonly string[],
): Promise<void> => changeAttributes(core, pool, user, Object.fromEntries(names.map((name) => [name, ''])));
