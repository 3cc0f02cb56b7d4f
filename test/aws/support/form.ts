/** Inputs as forms of the Query protocol, and its answers, written apart from the protocol that they test. */
import { memberShapeName, type ServiceFacts, shapeOf } from '../../../src/aws/model/model.ts';
import { devSignature } from './wire.ts';

export interface FormAnswer {
  readonly status: number;
  readonly code: string | undefined;
  readonly message: string | undefined;
}

export const callForm = async (
  endpoint: string,
  facts: ServiceFacts,
  operation: string,
  input: unknown,
): Promise<FormAnswer> => {
  const { input: shape } = facts.operations[operation] ?? {};
  const fields = shape === undefined ? [] : fieldsOf(facts, shape, input, '');
  const form: [string, string][] = [['Action', operation], ['Version', facts.apiVersion], ...fields];
  const headers = { 'content-type': 'application/x-www-form-urlencoded', ...devSignature(facts.service) };
  const response = await fetch(endpoint, { method: 'POST', headers, body: new URLSearchParams(form) });
  const text = await response.text();
  return { status: response.status, code: elementIn(text, 'Code'), message: elementIn(text, 'Message') };
};

const elementIn = (xml: string, name: string): string | undefined => {
  const content = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return content?.replace(/&(lt|gt|quot|#xD|amp);/g, (_, entity: string) => ENTITIES[entity] ?? '');
};

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#xD': '\r', amp: '&' };

/** An empty list, map or structure is a field without value. */
const fieldsOf = (facts: ServiceFacts, shapeName: string, value: unknown, name: string): [string, string][] => {
  if (value === undefined || value === null) return [];
  const inner = innerFields(facts, shapeName, value, name === '' ? '' : `${name}.`);
  if (inner === undefined) return [[name, printed(facts, shapeName, value)]];
  return inner.length === 0 && name !== '' ? [[name, '']] : inner;
};

/** Undefined: it has no parts. */
const innerFields = (
  facts: ServiceFacts,
  shapeName: string,
  value: unknown,
  prefix: string,
): [string, string][] | undefined => {
  const shape = shapeOf(facts, shapeName);
  const entries = Object.entries(value as object);
  switch (shape.type) {
    case 'structure':
      return entries.flatMap(([member, item]) =>
        fieldsOf(facts, memberShapeName(shape.members[member] ?? ''), item, prefix + member),
      );
    case 'list':
      return entries.flatMap(([at, item]) => fieldsOf(facts, shape.member, item, `${prefix}member.${Number(at) + 1}`));
    case 'map':
      return entries.flatMap(([key, item], at) => [
        [`${prefix}entry.${at + 1}.key`, key] as [string, string],
        ...fieldsOf(facts, shape.value, item, `${prefix}entry.${at + 1}.value`),
      ]);
    default:
      return undefined;
  }
};

const printed = (facts: ServiceFacts, shapeName: string, value: unknown): string =>
  shapeOf(facts, shapeName).type === 'timestamp' ? new Date(Number(value) * 1_000).toISOString() : String(value);
