/**
 * The user that an unknown name pretends to be where the app client hides who exists (PreventUserExistenceErrors):
 * the same at every request, with its own codes and limits, so that answers and their times are those of a real user.
 */
import type { Core } from '../core.ts';
import { chooseDelivery, type CodeDelivery, deliveryTo, recoveryOrder } from '../messages/delivery.ts';
import type { ContactAttribute, Pool } from '../pools/pool.ts';
import { normalizeAlias } from '../users/aliases.ts';
import { isEmail, isPhoneNumber } from '../users/attribute-values.ts';
import type { User } from '../users/user.ts';

type Occasion = Parameters<typeof chooseDelivery>[2];

export interface SimulatedUser {
  readonly user: User;
  readonly delivery: CodeDelivery;
}

export function simulateUser(core: Pick<Core, 'sealer'>, pool: Pool, name: string, occasion: Occasion): SimulatedUser {
  const seed = core.sealer.mac('simulated-user', `account/${pool.id}/${normalizeAlias(pool, 'username', name)}`);
  const contact = simulatedContact(pool, name, occasion);
  const to = ownName(contact, name) ? name : inventedAddress(contact, seed);
  return { user: simulatedUser(pool, name, seed, contact, to), delivery: deliveryTo(contact, to) };
}

/** By the form of the name and the pool's settings (developer guide, "Managing error responses"). */
function simulatedContact(pool: Pool, name: string, occasion: Occasion): ContactAttribute {
  const order = occasion === 'recovery' ? recoveryOrder(pool) : (['phone_number', 'email'] as const);
  const usable = order.filter((contact) => pool.settings.autoVerifiedAttributes.includes(contact));
  const candidates = usable.length > 0 ? usable : order;
  return candidates.find((contact) => ownName(contact, name)) ?? candidates[0] ?? 'email';
}

const ownName = (contact: ContactAttribute, name: string): boolean =>
  contact === 'email' ? isEmail(name) : isPhoneNumber(name);

/** Only its first letters, or last four digits, are ever seen. */
function inventedAddress(contact: ContactAttribute, seed: Uint8Array): string {
  const letter = (at: number) => String.fromCharCode(97 + ((seed[at] ?? 0) % 26));
  if (contact === 'email') return `${letter(16)}@${letter(17)}`;
  return `+1555${Array.from(seed.subarray(18, 25), (byte) => byte % 10).join('')}`;
}

function simulatedUser(pool: Pool, name: string, seed: Uint8Array, contact: ContactAttribute, to: string): User {
  return {
    poolId: pool.id,
    sub: uuidOf(seed),
    username: name,
    status: 'CONFIRMED',
    enabled: true,
    createdAt: 0,
    modifiedAt: 0,
    version: 0,
    attributes: { [contact]: to, [`${contact}_verified`]: 'true' },
    pendingAttributes: {},
    passwordHistory: [],
    tokensValidAfter: 0,
  };
}

function uuidOf(seed: Uint8Array): string {
  const hex = Buffer.from(seed.subarray(0, 16)).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
