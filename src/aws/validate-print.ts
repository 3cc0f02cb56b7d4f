/** How AWS prints a refused value in its message: as Java's toString does, and never a sensitive one. */
import { memberShapeName, type ServiceFacts, type Shape, shapeOf } from './model/model.ts';

const REDACTED = '*** Sensitive Data Redacted ***';

/** `Value 'x' at …`, `Value null at …`, or `Value at …` when the model marks it as sensitive. */
export const printSubject = (facts: ServiceFacts, shapeName: string, value: unknown): string => {
  if (isSensitive(facts, shapeOf(facts, shapeName))) return 'Value';
  return value === undefined || value === null ? 'Value null' : `Value '${print(facts, shapeName, value)}'`;
};

/** A list or map of sensitive values is as sensitive as they are. */
const isSensitive = (facts: ServiceFacts, shape: Shape): boolean => {
  if ('sensitive' in shape && shape.sensitive) return true;
  if (shape.type === 'list') return isSensitive(facts, shapeOf(facts, shape.member));
  if (shape.type === 'map') return isSensitive(facts, shapeOf(facts, shape.value));
  return false;
};

const print = (facts: ServiceFacts, shapeName: string, value: unknown): string => {
  const shape = shapeOf(facts, shapeName);
  if (value === null || value === undefined) return 'null';
  if (isSensitive(facts, shape)) return REDACTED;
  if (shape.type === 'list')
    return `[${(value as unknown[]).map((item) => print(facts, shape.member, item)).join(', ')}]`;
  if (shape.type === 'map') {
    const entries = Object.entries(value).map(([key, item]) => `${key}=${print(facts, shape.value, item)}`);
    return `{${entries.join(', ')}}`;
  }
  if (shape.type === 'structure') {
    const fields = Object.entries(shape.members)
      .filter(([name]) => (value as Record<string, unknown>)[name] !== undefined)
      .map(([name, member]) => {
        const item = (value as Record<string, unknown>)[name];
        return `${lowerFirst(name)}=${print(facts, memberShapeName(member), item)}`;
      });
    return `${shapeName}(${fields.join(', ')})`;
  }
  if (value instanceof Uint8Array) return `java.nio.HeapByteBuffer[pos=0 lim=${value.length} cap=${value.length}]`;
  return value instanceof Date ? value.toISOString() : String(value);
};

/** Members appear in messages as Java properties. */
export const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
