/** The attributes of a pool: the standard ones as its owner tightened them, and those the owner added. */
import { invalidParameter } from '../errors.ts';
import { constraintsOf, type GivenConstraints } from './attribute-constraints.ts';
import type { AttributeDefinition } from './pool.ts';
import { isStandard, STANDARD_ATTRIBUTES } from './schema-defaults.ts';

/** An attribute as an owner gives it; a name that is no standard one makes a custom attribute. */
export interface NewAttribute extends GivenConstraints {
  readonly name: string;
  readonly type?: AttributeDefinition['type'];
  readonly developerOnly?: boolean;
  readonly mutable?: boolean;
  readonly required?: boolean;
}

const MAX_CUSTOM_ATTRIBUTES = 50;
/** The service's own: an owner's word about them changes nothing. */
const FIXED: ReadonlySet<string> = new Set(['sub', 'identities']);

/** The schema of a new pool. Throws InvalidParameterException. */
export const schemaOf = (given: readonly NewAttribute[]): AttributeDefinition[] => {
  const standard = given.filter(({ name }) => isStandard(name));
  assertUnique(standard.map(({ name }) => name));
  return withCustomAttributes(
    STANDARD_ATTRIBUTES.map((attribute) => overridden(attribute, standard)),
    given.filter(({ name }) => !isStandard(name)),
  );
};

/** A pool's schema with further attributes behind it. Throws InvalidParameterException. */
export const withCustomAttributes = (
  schema: readonly AttributeDefinition[],
  given: readonly NewAttribute[],
): AttributeDefinition[] => {
  const added = given.map(customAttribute);
  assertUnique(added.map(({ name }) => name));
  for (const { name } of added) assertNew(schema, name);
  const all = [...schema, ...added];
  if (all.length - STANDARD_ATTRIBUTES.length > MAX_CUSTOM_ATTRIBUTES) {
    throw invalidParameter(`A user pool can have at most ${MAX_CUSTOM_ATTRIBUTES} custom attributes.`);
  }
  return all;
};

const overridden = (attribute: Readonly<AttributeDefinition>, given: readonly NewAttribute[]): AttributeDefinition => {
  const change = given.find(({ name }) => name === attribute.name);
  if (change === undefined || FIXED.has(attribute.name)) return { ...attribute };
  if ((change.type ?? attribute.type) !== attribute.type || change.developerOnly === true) {
    throw invalidParameter(
      `You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute ${attribute.name}`,
    );
  }
  return {
    ...attribute,
    mutable: change.mutable ?? attribute.mutable,
    required: change.required ?? attribute.required,
    ...constraintsOf(attribute.name, attribute.type, change),
  };
};

const customAttribute = (given: NewAttribute): AttributeDefinition => {
  if (given.name === '') throw invalidParameter('Every schema attribute must have a Name.');
  if (given.type === undefined) {
    throw invalidParameter('Invalid AttributeDataType input, consider using the provided AttributeDataType enum.');
  }
  if (given.required === true) throw invalidParameter('Required custom attributes are not supported currently.');
  const developerOnly = given.developerOnly ?? false;
  const name = `${developerOnly ? 'dev:' : ''}custom:${given.name}`;
  return {
    name,
    type: given.type,
    developerOnly,
    mutable: given.mutable ?? true,
    required: false,
    hasStringConstraints: given.type === 'String',
    hasNumberConstraints: given.type === 'Number',
    ...constraintsOf(name, given.type, given),
  };
};

const assertUnique = (names: readonly string[]): void => {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw invalidParameter(`Duplicate custom attribute names ${twice} are not allowed in a user pool schema.`);
  }
};

const assertNew = (schema: readonly AttributeDefinition[], name: string): void => {
  if (schema.some((attribute) => attribute.name === name)) {
    throw invalidParameter(`${name}: Existing attribute already has name ${name}.`);
  }
};
