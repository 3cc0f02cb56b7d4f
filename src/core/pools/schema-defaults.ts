/** The attributes that every pool has, in Cognito's order, with the constraints it gives them. */
import type { AttributeDefinition } from './pool.ts';

const text = (name: string, minLength = '0', maxLength = '2048'): AttributeDefinition => ({
  name,
  type: 'String',
  developerOnly: false,
  mutable: true,
  required: false,
  minLength,
  maxLength,
  hasStringConstraints: true,
});

const flag = (name: string): AttributeDefinition => ({
  name,
  type: 'Boolean',
  developerOnly: false,
  mutable: true,
  required: false,
});

export const STANDARD_ATTRIBUTES: readonly Readonly<AttributeDefinition>[] = [
  { ...text('sub', '1'), mutable: false, required: true },
  text('name'),
  text('given_name'),
  text('family_name'),
  text('middle_name'),
  text('nickname'),
  text('preferred_username'),
  text('profile'),
  text('picture'),
  text('website'),
  text('email'),
  flag('email_verified'),
  text('gender'),
  text('birthdate', '10', '10'),
  text('zoneinfo'),
  text('locale'),
  text('phone_number'),
  flag('phone_number_verified'),
  text('address'),
  {
    name: 'updated_at',
    type: 'Number',
    developerOnly: false,
    mutable: true,
    required: false,
    minValue: '0',
    hasNumberConstraints: true,
  },
  {
    name: 'identities',
    type: 'String',
    developerOnly: false,
    mutable: true,
    required: false,
    hasStringConstraints: true,
  },
];

export const isStandard = (name: string): boolean => STANDARD_ATTRIBUTES.some((attribute) => attribute.name === name);
