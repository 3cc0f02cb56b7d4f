/** Writes an answer as JSON by the facts: times as epoch seconds with milliseconds, bytes as base64. */
import { memberShapeName, type ServiceFacts, shapeOf } from '../model/model.ts';

/** A value ready for `JSON.stringify`. Members that the model does not know, undefined and null are left out. */
export const writeShape = (facts: ServiceFacts, shapeName: string, value: unknown): unknown => {
  const shape = shapeOf(facts, shapeName);
  switch (shape.type) {
    case 'structure': {
      const json: Record<string, unknown> = {};
      for (const [name, member] of Object.entries(shape.members)) {
        const item = (value as Record<string, unknown>)[name];
        if (item !== undefined && item !== null) json[name] = writeShape(facts, memberShapeName(member), item);
      }
      return json;
    }
    case 'list':
      return (value as unknown[]).map((item) => writeShape(facts, shape.member, item));
    case 'map':
      return Object.fromEntries(
        Object.entries(value as object)
          .filter(([, item]) => item !== undefined)
          .map(([key, item]) => [key, writeShape(facts, shape.value, item)]),
      );
    case 'timestamp':
      return (value as Date).getTime() / 1000;
    case 'blob':
      return Buffer.from(value as Uint8Array).toString('base64');
    default:
      return value;
  }
};
