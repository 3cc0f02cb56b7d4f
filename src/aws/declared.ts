/** What the model lets an operation answer. Tests run with it strictly: an undeclared answer or error is a defect. */
import { memberShapeName, type OperationFacts, type ServiceFacts, shapeOf } from './model/model.ts';

/** Errors that every operation may answer with, declared or not: they come from the phases before the handler. */
const COMMON = new Set([
  'AccessDeniedException',
  'InternalErrorException',
  'InvalidParameterException',
  'NotAuthorizedException',
  'TooManyRequestsException',
]);

export const isDeclaredError = (operation: OperationFacts, code: string): boolean =>
  COMMON.has(code) || operation.errors.includes(code);

/** Places in an answer that the model does not know, or where it wants another type or something that is not there. */
export const undeclaredIn = (facts: ServiceFacts, operation: OperationFacts, output: object): string[] => {
  if (operation.output === undefined) return Object.keys(output);
  const found: string[] = [];
  visit(facts, operation.output, output, '', found);
  return found;
};

const visit = (facts: ServiceFacts, shapeName: string, value: unknown, path: string, found: string[]): void => {
  const shape = shapeOf(facts, shapeName);
  if (!isOfType(shape.type, value)) {
    found.push(`${path} (no ${shape.type})`);
    return;
  }
  if (shape.type === 'list') {
    for (const [index, item] of (value as unknown[]).entries()) {
      visit(facts, shape.member, item, `${path}[${index}]`, found);
    }
  }
  if (shape.type === 'map') {
    for (const [key, item] of Object.entries(value as object)) visit(facts, shape.value, item, `${path}.${key}`, found);
  }
  if (shape.type === 'string' && shape.enum && !shape.enum.includes(value as string))
    found.push(`${path} (not in the enum)`);
  if (shape.type !== 'structure') return;
  const members = value as Record<string, unknown>;
  for (const name of shape.required ?? []) if (members[name] === undefined) found.push(`${path}.${name} (missing)`);
  for (const [name, item] of Object.entries(members)) {
    const member = shape.members[name];
    if (item === undefined) continue;
    if (member === undefined) found.push(`${path}.${name}`);
    else visit(facts, memberShapeName(member), item, `${path}.${name}`, found);
  }
};

const isOfType = (type: string, value: unknown): boolean => {
  switch (type) {
    case 'structure':
    case 'map':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'list':
      return Array.isArray(value);
    case 'timestamp':
      return value instanceof Date;
    case 'blob':
      return value instanceof Uint8Array;
    case 'string':
    case 'boolean':
      return typeof value === type;
    case 'document':
      return true;
    default:
      return typeof value === 'number';
  }
};
