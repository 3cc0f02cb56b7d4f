/** JSON of requests, of which nothing is known yet. */
import { invalid } from './invalid.ts';

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const fieldsIn = (value: unknown, name: string): Fields => {
  const found = own(value, name);
  if (isFields(found)) return found;
  throw invalid(`1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must be a map`);
};

export const listIn = (value: unknown, name: string): readonly unknown[] => {
  const found = own(value, name);
  if (Array.isArray(found)) return found;
  throw invalid(`1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must be a list`);
};

/** Nothing of the prototype. */
export const own = (value: unknown, name: string): unknown =>
  isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined;

export const textIn = (value: unknown, name: string): string | undefined => {
  const found = own(value, name);
  if (found === undefined || found === null) return undefined;
  if (typeof found === 'string') return found;
  throw invalid(
    `1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must be a string`,
  );
};
