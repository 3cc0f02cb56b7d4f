import type { AttributeDefinition } from './pool.ts';
import { STANDARD_ATTRIBUTES } from './schema-defaults.ts';

/** An attribute as an owner gives it; a name that is no standard one makes a custom attribute. */
export interface NewAttribute {
  readonly name: string;
  readonly type?: AttributeDefinition['type'];
  readonly developerOnly?: boolean;
  readonly mutable?: boolean;
  readonly required?: boolean;
  readonly stringConstraints?: { readonly minLength?: string; readonly maxLength?: string };
  readonly numberConstraints?: { readonly minValue?: string; readonly maxValue?: string };
}

/** Throws InvalidParameterException. */
export const schemaOf = (_given: readonly NewAttribute[]): AttributeDefinition[] => [...STANDARD_ATTRIBUTES];
