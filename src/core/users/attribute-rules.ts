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

/** Words the schema's complaints: all of them at once, a line each. */
export type Complain = (problems: readonly string[]) => Error;

export const asNewUser: Complain = (problems) =>
  invalidParameter(`Attributes did not conform to the schema: ${problems.map((line) => `${line}\n`).join('')}`);

export const asUpdate: Complain = (problems) =>
  invalidParameter(problems.map((line) => `user.${line}\n`).join(''));

const checkKnown = (pool: Pool, names: readonly string[], who: AttributeWriter, complain: Complain): void => {
  const unknown = names.filter((name) => !definitionOf(pool, name));
  if (unknown.length === 0) return;
  if (who.client) throw complain(unknown.map((name) => `${name}: Attribute does not exist in the schema.`));
  const types = unknown.map((name) => `Type for attribute {${name}} could not be determined`);
  throw invalidParameter(`Attributes did not conform to the schema: ${types.join('\n')}`);
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
export const checkNames = (
  pool: Pool,
  names: readonly string[],
  who: AttributeWriter,
  complain: Complain,
): void => {
  checkKnown(pool, names, who, complain);
  const refused = names.filter((name) => !mayWrite(pool, who)(name));
  if (refused.length === 0) return;
  if (who.client) throw notAuthorized('A client attempted to write unauthorized attribute');
  throw invalidParameter(`Cannot modify the non-mutable attribute ${refused[0]}`);
};
