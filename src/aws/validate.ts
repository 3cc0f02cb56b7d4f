/**
 * Checks a decoded input against the facts before a handler runs, and names every violation at once in AWS's wording
 * (docs/decisions/0002-validation-wording.md). JSON types are not its business: decoding has settled them.
 */
import { invalidParameter } from '../core/errors.ts';
import { AwsError } from './errors.ts';
import { memberShapeName, type ServiceFacts, type Shape, type StructureShape, shapeOf } from './model/model.ts';
import { type Constraint, constraintsOf, NOT_NULL } from './validate-constraints.ts';
import { lowerFirst, printSubject } from './validate-print.ts';

/** Adds what is wrong with the value at a path (`schema.1.member.name`). */
type Check = (value: unknown, path: string, found: Found) => void;

/** More than any honest input has. A megabyte of empty list items would otherwise be answered with 25 of complaints. */
const MOST_VIOLATIONS = 1000;

class Found {
  readonly violations: string[] = [];

  add(print: () => string): void {
    if (this.violations.length < MOST_VIOLATIONS) this.violations.push(print());
  }
}

export type Validator = (input: object) => void;

/** @throws ServiceError InvalidParameterException, or AwsError ValidationException, naming every violation */
export const validatorOf = (facts: ServiceFacts, inputShape: string): Validator => {
  const check = createCompiler(facts)(inputShape);
  return (input) => {
    const found = new Found();
    check(input, '', found);
    if (found.violations.length > 0) throw refused(facts, sentence(found.violations));
  };
};

/** User pools say it with an error of their own; identity pools, as most services do, with one that none declares. */
const refused = ({ service }: ServiceFacts, message: string): Error =>
  service === 'cognito-identity' ? new AwsError('ValidationException', message) : invalidParameter(message);

const sentence = (violations: readonly string[]): string =>
  `${violations.length} validation error${violations.length === 1 ? '' : 's'} detected: ${violations.join('; ')}`;

/** Makes the check of a shape, once a shape; recursive shapes find themselves through the table. */
const createCompiler = (facts: ServiceFacts) => {
  const compiled = new Map<string, Check>();
  return checkOf;

  function checkOf(name: string): Check {
    const known = compiled.get(name);
    if (known !== undefined) return known;
    compiled.set(name, (value, path, found) => compiled.get(name)?.(value, path, found));
    const check = compile(name, shapeOf(facts, name));
    compiled.set(name, check);
    return check;
  }

  function compile(name: string, shape: Shape): Check {
    if (shape.type === 'structure') return structureCheck(shape);
    const own = constraintCheck(name, constraintsOf(shape));
    if (shape.type === 'list') return all(own, itemsCheck(name, shape.member));
    if (shape.type === 'map') return all(own, keysCheck(name, shape.key), valuesCheck(name, shape.value));
    return own;
  }

  function structureCheck(shape: StructureShape): Check {
    const required = new Set(shape.required);
    const members = Object.entries(shape.members).map(([member, memberFacts]) => {
      const shapeName = memberShapeName(memberFacts);
      return { member, shapeName, at: lowerFirst(member), check: checkOf(shapeName), isRequired: required.has(member) };
    });
    return (value, path, found) => {
      const prefix = path === '' ? '' : `${path}.`;
      for (const { member, shapeName, at, check, isRequired } of members) {
        const item = (value as Record<string, unknown>)[member];
        if (item !== undefined) check(item, prefix + at, found);
        else if (isRequired) found.add(() => violation(shapeName, undefined, prefix + at, NOT_NULL));
      }
    };
  }

  function constraintCheck(name: string, constraints: readonly Constraint[]): Check {
    return (value, path, found) => {
      for (const { text, holds } of constraints) if (!holds(value)) found.add(() => violation(name, value, path, text));
    };
  }

  /** Lists of structures are entered, one place each; a list of simple values is refused as a whole. */
  function itemsCheck(list: string, item: string): Check {
    const shape = shapeOf(facts, item);
    if (shape.type === 'structure') return entriesCheck(item, (value) => indexed(value as unknown[]));
    const constraints = constraintsOf(shape);
    return (value, path, found) => {
      const text = refusal('Member', value as unknown[], constraints);
      if (text !== undefined) found.add(() => violation(list, value, path, text));
    };
  }

  function keysCheck(map: string, key: string): Check {
    const constraints = constraintsOf(shapeOf(facts, key));
    return (value, path, found) => {
      const text = refusal('Map keys', Object.keys(value as object), constraints);
      if (text !== undefined) found.add(() => violation(map, value, path, text));
    };
  }

  function valuesCheck(map: string, item: string): Check {
    const shape = shapeOf(facts, item);
    if (shape.type === 'structure') return entriesCheck(item, (value) => Object.entries(value as object));
    const constraints = constraintsOf(shape);
    return (value, path, found) => {
      const text = refusal('Map value', Object.values(value as object), constraints);
      if (text !== undefined) found.add(() => violation(map, value, path, text));
    };
  }

  function entriesCheck(item: string, entries: (value: unknown) => Iterable<readonly [string, unknown]>): Check {
    const check = checkOf(item);
    return (value, path, found) => {
      for (const [key, entry] of entries(value)) {
        const at = `${path}.${key}.member`;
        if (entry === null) found.add(() => violation(item, undefined, at, NOT_NULL));
        else check(entry, at, found);
      }
    };
  }

  function violation(shapeName: string, value: unknown, path: string, text: string): string {
    return `${printSubject(facts, shapeName, value)} at '${path}' failed to satisfy constraint: ${text}`;
  }
};

const all =
  (...checks: readonly Check[]): Check =>
  (value, path, found) => {
    for (const check of checks) check(value, path, found);
  };

const indexed = (items: readonly unknown[]): (readonly [string, unknown])[] =>
  items.map((item, index) => [String(index + 1), item]);

/** A list or map whose values fail is told all that they have to hold, not which of them failed. */
const refusal = (
  subject: string,
  items: readonly unknown[],
  constraints: readonly Constraint[],
): string | undefined => {
  const told = `${subject} must satisfy constraint`;
  if (items.includes(null)) return `${told}: [${NOT_NULL}]`;
  const fails = items.some((item) => constraints.some((constraint) => !constraint.holds(item)));
  return fails ? `${told}: [${constraints.map((constraint) => constraint.text).join(', ')}]` : undefined;
};
