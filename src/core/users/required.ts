/** Attributes that every account must have. */
import type { AttributeDefinition, Pool } from '../pools/pool.ts';
import type { Attributes } from './contact-change.ts';

/** The names under which Cognito speaks of required standard attributes that are missing. */
const SCHEMA_NAMES: Readonly<Record<string, string>> = {
  address: 'addresses',
  name: 'name.formatted',
  given_name: 'name.givenName',
  family_name: 'name.familyName',
  middle_name: 'name.middleName',
  nickname: 'nickName',
  preferred_username: 'preferredUsername',
  profile: 'profileUrl',
  email: 'emails',
  phone_number: 'phoneNumbers',
};

/** The service itself gives every user a `sub`. */
export const requiredBySchema = (definition: AttributeDefinition): boolean =>
  definition.required && definition.name !== 'sub';

/** Required attributes that have no value, by name, in the schema's order. */
export const missingRequired = (pool: Pool, attributes: Attributes): string[] =>
  pool.schema
    .filter((definition) => requiredBySchema(definition) && !attributes[definition.name])
    .map(({ name }) => name);

export const requiredProblem = (name: string): string => {
  const shown = SCHEMA_NAMES[name] ?? name;
  return `${shown}: The attribute ${shown} is required`;
};

/** The attribute of which a message speaks under that name. */
export const attributeNamed = (shown: string): string =>
  Object.entries(SCHEMA_NAMES).find(([, name]) => name === shown)?.[0] ?? shown;
