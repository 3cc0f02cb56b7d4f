/** A signed-in user proves an e-mail address or phone number. */
import { assertReaches, spendCode } from '../codes/redeem.ts';
import type { Core } from '../core.ts';
import { invalidParameter } from '../errors.ts';
import { type CodeDelivery, deliveryTo } from '../messages/delivery.ts';
import { type SendingCore, sendCode } from '../messages/send-code.ts';
import type { ContactAttribute } from '../pools/pool.ts';
import { commitUser } from '../users/update.ts';
import type { User } from '../users/user.ts';
import type { Self } from './own-attributes.ts';

/**
 * To the value that waits for verification, else to the one in force.
 * @throws InvalidParameterException, LimitExceededException, and what CustomMessage throws
 */
export async function sendAttributeCode(core: SendingCore, self: Self, name: string): Promise<CodeDelivery> {
  const { pool, client, user, clientMetadata } = self;
  const contact = verifiable(name);
  const value = user.pendingAttributes[contact] ?? user.attributes[contact];
  if (!value) throw invalidParameter(`User does not have a valid registered ${contact.replace('_', ' ')}`);
  const delivery = deliveryTo(contact, value);
  const what = {
    purpose: `verify:${contact}`,
    kind: 'verify-attribute',
    delivery,
    clientId: client.id,
    clientMetadata,
  } as const;
  await core.store.commit(await sendCode(core, pool, user, what));
  core.outbox.wake();
  return delivery;
}

/**
 * The value that waited for this code takes the place of the old one, as a sign-in name too.
 * @throws InvalidParameterException, CodeMismatchException, ExpiredCodeException, LimitExceededException,
 *   AliasExistsException
 */
export async function verifyAttribute(
  core: Pick<Core, 'store' | 'clock' | 'sealer'>,
  { pool, user }: Self,
  name: string,
  code: string,
): Promise<void> {
  const contact = verifiable(name);
  await spendCode(core, pool, user, `verify:${contact}`, code, (redeemed) =>
    commitUser(core, pool, user, (current) => {
      assertReaches(current, redeemed.code);
      return { user: verified(current, contact, redeemed.code.destination), writes: [redeemed.write] };
    }),
  );
}

function verifiable(name: string): ContactAttribute {
  if (name === 'email' || name === 'phone_number') return name;
  throw invalidParameter('Invalid attribute name. Only phone_number and email can be verified.');
}

function verified(user: User, contact: ContactAttribute, value: string): User {
  const { [contact]: _waited, ...pendingAttributes } = user.pendingAttributes;
  return {
    ...user,
    attributes: { ...user.attributes, [contact]: value, [`${contact}_verified`]: 'true' },
    pendingAttributes,
  };
}
