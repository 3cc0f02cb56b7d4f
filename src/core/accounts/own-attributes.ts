/** A signed-in user changes or deletes attributes; new contacts are sent a code where the pool verifies them. */
import type { Client } from '../clients/client.ts';
import { ServiceError } from '../errors.ts';
import { type CodeDelivery, deliveryTo } from '../messages/delivery.ts';
import { type SendingCore, sendCode } from '../messages/send-code.ts';
import type { Pool } from '../pools/pool.ts';
import type { Write } from '../ports.ts';
import type { TriggerCaller } from '../triggers/event.ts';
import { type Attributes, applyAttributeChanges } from '../users/attributes.ts';
import { assertPendingFree } from '../users/conflicts.ts';
import { commitUser } from '../users/update.ts';
import type { User } from '../users/user.ts';

/** Who is signed in, and through which client. */
export interface Self extends TriggerCaller {
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
}

/**
 * Answers where codes went. An empty value deletes the attribute.
 * @throws InvalidParameterException, NotAuthorizedException, AliasExistsException, TooManyRequestsException (codes)
 */
export async function updateOwnAttributes(core: SendingCore, self: Self, changes: Attributes): Promise<CodeDelivery[]> {
  const { pool, client, user } = self;
  const planned = applyAttributeChanges(pool, user, changes, { client });
  const deliveries = planned.toVerify.map((name) => deliveryTo(name, changes[name] as string));
  await assertPendingFree(core, pool, planned.user);
  const writes = (await Promise.all(deliveries.map((delivery) => verificationCode(core, self, delivery)))).flat();
  await commitUser(core, pool, user, (current) => ({
    user: applyAttributeChanges(pool, current, changes, { client }).user,
    writes,
  }));
  if (deliveries.length > 0) core.outbox.wake();
  return deliveries;
}

/** @throws InvalidParameterException for required attributes, NotAuthorizedException */
export async function deleteOwnAttributes(core: SendingCore, self: Self, names: readonly string[]): Promise<void> {
  await updateOwnAttributes(core, self, Object.fromEntries(names.map((name) => [name, ''])));
}

async function verificationCode(core: SendingCore, self: Self, delivery: CodeDelivery): Promise<Write[]> {
  const { pool, client, user, clientMetadata } = self;
  const purpose = `verify:${delivery.attributeName}` as const;
  const what = { purpose, kind: 'update-attribute', delivery, clientId: client.id, clientMetadata } as const;
  return sendCode(core, pool, user, what).catch(asThrottled);
}

/** The operation declares no LimitExceededException. */
function asThrottled(error: unknown): never {
  if (!(error instanceof ServiceError) || error.code !== 'LimitExceededException') throw error;
  throw new ServiceError('TooManyRequestsException', error.message);
}
