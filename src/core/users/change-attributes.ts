/** An administrator changes or deletes attributes. */
import { deliveryTo } from '../messages/delivery.ts';
import { type SendingCore, sendFirstCode } from '../messages/send-code.ts';
import type { ContactAttribute, Pool } from '../pools/pool.ts';
import type { Write } from '../ports.ts';
import type { Metadata } from '../triggers/event.ts';
import { type Attributes, applyAttributeChanges } from './attributes.ts';
import { assertPendingFree } from './conflicts.ts';
import { commitUser } from './update.ts';
import type { User } from './user.ts';

/** Not counted against the user's codes: an administrator's change is no way for others to flood an address. */
const verificationCode = (
  core: SendingCore,
  pool: Pool,
  user: User,
  name: ContactAttribute,
  clientMetadata: Metadata | undefined,
): Promise<Write[]> => {
  const address = (user.pendingAttributes[name] ?? user.attributes[name]) as string;
  return sendFirstCode(core, pool, user, {
    purpose: `verify:${name}`,
    kind: 'update-attribute',
    delivery: deliveryTo(name, address),
    clientMetadata,
  });
};

/**
 * An empty value deletes. New contacts get a code where the pool verifies them, unless the administrator says that
 * they are verified. Throws InvalidParameterException, AliasExistsException, and what CustomMessage throws.
 */
export const changeAttributes = async (
  core: SendingCore,
  pool: Pool,
  user: User,
  changes: Attributes,
  clientMetadata?: Metadata,
): Promise<void> => {
  const planned = applyAttributeChanges(pool, user, changes, {});
  await assertPendingFree(core, pool, planned.user);
  // Before the commit and once: the pool's functions word the messages.
  const codes = planned.toVerify.map((name) => verificationCode(core, pool, planned.user, name, clientMetadata));
  const writes = (await Promise.all(codes)).flat();
  await commitUser(core, pool, user, (current) => ({
    user: applyAttributeChanges(pool, current, changes, {}).user,
    writes,
  }));
  if (writes.length > 0) core.outbox.wake();
};

export const deleteAttributes = async (
  core: SendingCore,
  pool: Pool,
  user: User,
  names: readonly string[],
): Promise<void> => changeAttributes(core, pool, user, Object.fromEntries(names.map((name) => [name, ''])));
