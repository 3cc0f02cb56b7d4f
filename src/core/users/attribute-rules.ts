/** Which attributes a caller may write at all, before their values matter. */
import { writableNames } from '../clients/attributes.ts';
import type { Client } from '../clients/client.ts';
import { invalidParameter, notAuthorized } from '../errors.ts';
import type { AttributeDefinition, Pool } from '../pools/pool.ts';

/** Who writes: a user through an app client, or (without one) an administrator. */
export interface AttributeWriter {
  readonly client?: Client;
}

/** What only administrators write, whatever the client's WriteAttributes say. */
const ADMIN_ONLY: ReadonlySet<string> = new Set(['email_verified', 'phone_number_verified']);
/** What nobody writes: the service does. */
const SERVICE_ONLY: ReadonlySet<string> = new Set(['sub', 'identities']);

export const definitionOf = (pool: Pool, name: string): AttributeDefinition | undefined =>
  pool.schema.find((definition) => definition.name === name);

/** Where the complaint arises; Cognito words those of a new user and of an update differently. */
export interface Occasion {
  readonly unknown: (names: readonly string[]) => Error;
  readonly problems: (lines: readonly string[]) => Error;
}

const nonConforming = (lines: readonly string[]): Error =>
  invalidParameter(`Attributes did not conform to the schema: ${lines.join(', ')}`);

const refusedUpdate = (lines: readonly string[]): Error =>
  invalidParameter(lines.map((line) => `user.${line}\n`).join(''));

export const newUserOccasion: Occasion = {
  unknown: (names) => nonConforming(names.map((name) => `Type for attribute {${name}} could not be determined`)),
  problems: nonConforming,
};

export const updateOccasion: Occasion = {
  unknown: (names) => refusedUpdate(names.map((name) => `${name}: Attribute does not exist in the schema.`)),
  problems: refusedUpdate,
};

const mayWrite = (pool: Pool, who: AttributeWriter): ((name: string) => boolean) => {
  const writable = writableNames(pool, who.client);
  const user = who.client !== undefined;
  return (name) => {
    if (SERVICE_ONLY.has(name)) return false;
    if (!user) return true;
    return writable.has(name) && !ADMIN_ONLY.has(name) && !definitionOf(pool, name)?.developerOnly;
  };
};

/** Throws for names that the pool does not know or the caller may not write. */
export const checkNames = (pool: Pool, names: readonly string[], who: AttributeWriter, occasion: Occasion): void => {
  const unknown = names.filter((name) => !definitionOf(pool, name));
  if (unknown.length > 0) throw occasion.unknown(unknown);
  const allowed = mayWrite(pool, who);
  const refused = names.filter((name) => !allowed(name));
  if (refused.length === 0) return;
  if (who.client) throw notAuthorized('A client attempted to write unauthorized attribute');
  throw invalidParameter(`Cannot modify the non-mutable attribute ${refused[0]}`);
};
