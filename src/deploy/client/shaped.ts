/**
 * Values of a template as an API wants them. CloudFormation takes `"true"` for true and `5` for `"5"`; the facts say
 * which of them a member is. Unknown and missing members are complaints with a path.
 */
import { memberShapeName, type ServiceFacts, type Shape, shapeOf } from '../../aws/model/model.ts';
import { isUnknown } from '../template/evaluate.ts';
import { isFields, own, type Value } from '../template/node.ts';

export interface Complaint {
  readonly path: readonly string[];
  readonly message: string;
}

export const shaped = (
  facts: ServiceFacts,
  shapeName: string,
  value: Value,
  path: readonly string[],
  complaints: Complaint[],
): Value => {
  const complain = (message: string): Value => {
    complaints.push({ path, message: `${path.join('.')} ${message}` });
    return value;
  };
  if (typeof value === 'string' && isUnknown(value)) return value;
  const shape = shapeOf(facts, shapeName);
  switch (shape.type) {
    case 'structure': {
      if (!isFields(value)) return complain('must be a mapping');
      for (const name of Object.keys(value)) {
        if (!Object.hasOwn(shape.members, name)) {
          complaints.push({ path: [...path, name], message: `${[...path, name].join('.')} is not supported` });
        }
      }
      for (const name of shape.required ?? []) if (own(value, name) === undefined) complain(`needs ${name}`);
      return Object.fromEntries(
        Object.entries(shape.members).flatMap(([name, member]) => {
          const item = own(value, name);
          return item === undefined
            ? []
            : [[name, shaped(facts, memberShapeName(member), item, [...path, name], complaints)]];
        }),
      );
    }
    case 'list': {
      const items = Array.isArray(value) ? value : [value];
      return items.map((item, index) => shaped(facts, shape.member, item, [...path, String(index)], complaints));
    }
    case 'map':
      if (!isFields(value)) return complain('must be a mapping');
      return Object.fromEntries(
        Object.entries(value).map(([name, item]) => [
          name,
          shaped(facts, shape.value, item, [...path, name], complaints),
        ]),
      );
    default:
      return simple(shape, value, complain);
  }
};

const simple = (shape: Shape, value: Value, complain: (message: string) => Value): Value => {
  switch (shape.type) {
    case 'boolean':
      if (value === true || value === 'true') return true;
      return value === false || value === 'false' ? false : complain('must be true or false');
    case 'integer':
    case 'long':
    case 'float':
    case 'double': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      return typeof number === 'number' && Number.isFinite(number) ? number : complain('must be a number');
    }
    case 'document':
      return value;
    default:
      if (isFields(value) || Array.isArray(value)) return JSON.stringify(value);
      if (value === null) return complain('must be text');
      if (shape.type === 'string' && shape.enum && !shape.enum.includes(String(value))) {
        return complain(`must be one of ${shape.enum.join(', ')}`);
      }
      return String(value);
  }
};
