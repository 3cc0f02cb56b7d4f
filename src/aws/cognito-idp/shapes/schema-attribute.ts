/** Attributes of a pool's schema as the wire shows and takes them. */
import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';
import type { AttributeDefinition } from '../../../core/pools/pool.ts';
import type { NewAttribute } from '../../../core/pools/schema.ts';

export const newAttribute = (input: SchemaAttributeType): NewAttribute => ({
  // Optional in the model; the core refuses the empty name.
  name: input.Name ?? '',
  type: input.AttributeDataType,
  developerOnly: input.DeveloperOnlyAttribute,
  mutable: input.Mutable,
  required: input.Required,
  stringConstraints: input.StringAttributeConstraints && {
    minLength: input.StringAttributeConstraints.MinLength,
    maxLength: input.StringAttributeConstraints.MaxLength,
  },
  numberConstraints: input.NumberAttributeConstraints && {
    minValue: input.NumberAttributeConstraints.MinValue,
    maxValue: input.NumberAttributeConstraints.MaxValue,
  },
});

export const schemaAttribute = (attribute: AttributeDefinition): SchemaAttributeType => ({
  Name: attribute.name,
  AttributeDataType: attribute.type,
  DeveloperOnlyAttribute: attribute.developerOnly,
  Mutable: attribute.mutable,
  Required: attribute.required,
  NumberAttributeConstraints: attribute.hasNumberConstraints
    ? { MinValue: attribute.minValue, MaxValue: attribute.maxValue }
    : undefined,
  StringAttributeConstraints: attribute.hasStringConstraints
    ? { MinLength: attribute.minLength, MaxLength: attribute.maxLength }
    : undefined,
});
