/**
 * Which attributes a client may read and write. Without a client the answer is for administrators. A client that names
 * none has the standard attributes: custom ones must be named (API reference, ReadAttributes and WriteAttributes).
 */
import type { AttributeDefinition, Pool } from '../pools/pool.ts';
import type { Client } from './client.ts';

/** Cognito sets these itself; no caller ever writes them. */
const SET_BY_SERVICE: ReadonlySet<string> = new Set(['sub', 'identities']);
/** What only an administrator may write. */
const SET_BY_ADMIN: ReadonlySet<string> = new Set(['email_verified', 'phone_number_verified']);

/** Full attribute names, in the order of the schema. */
export const readableNames = (pool: Pick<Pool, 'schema'>, client?: Client): ReadonlySet<string> => {
  const all = pool.schema.map(name);
  return new Set(client === undefined ? all : (client.settings.readAttributes ?? all.filter(isStandard)));
};

/** Full attribute names. Immutable ones are among them: they can be set while they have no value. */
export const writableNames = (pool: Pick<Pool, 'schema'>, client?: Client): ReadonlySet<string> =>
  new Set(
    client === undefined
      ? writableByAdmins(pool)
      : (client.settings.writeAttributes ?? writableByClients(pool).filter(isStandard)),
  );

export const writableByClients = (pool: Pick<Pool, 'schema'>): string[] =>
  pool.schema.filter(isClientWritable).map(name);

const writableByAdmins = (pool: Pick<Pool, 'schema'>): string[] =>
  pool.schema.filter((attribute) => !SET_BY_SERVICE.has(attribute.name)).map(name);

const isClientWritable = (attribute: AttributeDefinition): boolean =>
  !attribute.developerOnly && !SET_BY_SERVICE.has(attribute.name) && !SET_BY_ADMIN.has(attribute.name);

const isStandard = (attribute: string): boolean => !attribute.includes(':');

const name = (attribute: AttributeDefinition): string => attribute.name;
