/**
 * The user that an unknown name pretends to be where the app client hides who exists (PreventUserExistenceErrors):
 * the same at every request, with its own codes and limits, so that answers and their times are those of a real user.
 */
import { codeMismatch, redeemCode } from '../codes/redeem.ts';
import type { Core } from '../core.ts';
import { type CodeDelivery, type chooseDelivery, deliveryTo, recoveryOrder } from '../messages/delivery.ts';
import { type SendingCore, sendCode } from '../messages/send-code.ts';
import type { ContactAttribute, Pool } from '../pools/pool.ts';
import { normalizeAlias } from '../users/aliases.ts';
import { isEmail, isPhoneNumber } from '../users/attribute-values.ts';
import type { User } from '../users/user.ts';
import type { PublicCall } from './public-call.ts';

type Occasion = Parameters<typeof chooseDelivery>[2];

const PURPOSE = { 'sign-up': 'sign-up', recovery: 'forgot-password' } as const;

/**
 * All that sending a code takes, limits included; only the message is left out of the commit. `known`: who has the
 * name, if anybody, and gets no code: the answer shows the address that other answers show.
 * @throws LimitExceededException
 */
export async function pretendToSend(
  core: SendingCore,
  { pool, client, username }: PublicCall,
  occasion: Occasion,
  known?: User,
): Promise<CodeDelivery> {
  const { user, delivery } = simulateUser(core, pool, username, occasion, known);
  const purpose = PURPOSE[occasion];
  const what = { purpose, kind: purpose, delivery, clientId: client.id, pretended: true } as const;
  const [code] = await sendCode(core, pool, user, what);
  await core.store.commit(code ? [code] : []);
  return delivery;
}

/**
 * Refuses any code, the right one included, which nobody was sent.
 * @throws CodeMismatchException, ExpiredCodeException, LimitExceededException
 */
export async function pretendToRedeem(
  core: Pick<Core, 'store' | 'clock' | 'sealer'>,
  { pool, username }: PublicCall,
  occasion: Occasion,
  code: string,
  known?: User,
): Promise<never> {
  const { user } = simulateUser(core, pool, username, occasion, known);
  await redeemCode(core, pool, user, PURPOSE[occasion], code);
  throw codeMismatch();
}

interface SimulatedUser {
  readonly user: User;
  readonly delivery: CodeDelivery;
}

function simulateUser(
  core: Pick<Core, 'sealer'>,
  pool: Pool,
  name: string,
  occasion: Occasion,
  known: User | undefined,
): SimulatedUser {
  const seed = seedOf(core, pool, name);
  const contact = simulatedContact(pool, name, occasion, known);
  const to = known?.attributes[contact] ?? simulatedAddress(core, pool, name, contact);
  return { user: simulatedUser(pool, name, seed, contact, to), delivery: deliveryTo(contact, to) };
}

/** By the form of the name and the pool's settings (developer guide, "Managing error responses"). */
function simulatedContact(pool: Pool, name: string, occasion: Occasion, known: User | undefined): ContactAttribute {
  const order = occasion === 'recovery' ? recoveryOrder(pool) : (['phone_number', 'email'] as const);
  const usable = order.filter((contact) => pool.settings.autoVerifiedAttributes.includes(contact));
  const candidates = usable.length > 0 ? usable : order;
  const own = candidates.find((contact) => ownName(contact, name));
  return own ?? candidates.find((contact) => known?.attributes[contact]) ?? candidates[0] ?? 'email';
}

const seedOf = ({ sealer }: Pick<Core, 'sealer'>, pool: Pool, name: string): Uint8Array =>
  sealer.mac('simulated-user', `account/${pool.id}/${normalizeAlias(pool, 'username', name)}`);

/** Where a code to nobody pretends to go: the name itself when it is an address, else always the same invented one. */
export const simulatedAddress = (
  core: Pick<Core, 'sealer'>,
  pool: Pool,
  name: string,
  contact: ContactAttribute,
): string => (ownName(contact, name) ? name : inventedAddress(contact, seedOf(core, pool, name)));

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
