/** From a policy's text to the document: its shape. What its words may say is checked in check.ts. */
import { type ConditionLine, readOperator } from './conditions.ts';
import type { Fault, PolicyDocument, PolicyKind, PolicyVersion, Statement } from './document.ts';
import { NOT_JSON, SYNTAX } from './faults.ts';
import { type JsonText, readJson, type Span } from './json.ts';
import { isPrincipalName, type PrincipalKind, type PrincipalName } from './principals.ts';

export interface ReadPolicy {
  /** Undefined where its shape is wrong. */
  readonly document?: PolicyDocument;
  readonly faults: readonly Fault[];
}

export const readPolicy = (text: string, kind: PolicyKind): ReadPolicy => {
  const reading: Reading = { kind, faults: [], spans: new Map() };
  const json = parsed(text);
  if (json === undefined) return { faults: [{ message: kind === 'trust' ? NOT_JSON : SYNTAX, path: '' }] };
  for (const name of json.duplicates) fault(reading, name);
  const document = readDocument({ ...reading, spans: json.spans }, json.value);
  return reading.faults.length === 0 ? { document, faults: [] } : { faults: reading.faults };
};

const parsed = (text: string): JsonText | undefined => {
  try {
    return readJson(text);
  } catch {
    return undefined;
  }
};

interface Reading {
  readonly kind: PolicyKind;
  readonly faults: Fault[];
  readonly spans: ReadonlyMap<object, Span>;
}

/** The parser of trust policies says what it misses; that of all others does not. */
const fault = ({ kind, faults }: Reading, path: string, trustMessage = SYNTAX): void => {
  faults.push({ message: kind === 'trust' ? trustMessage : SYNTAX, path });
};

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const DOCUMENT_FIELDS = ['Version', 'Id', 'Statement'];
const STATEMENT_FIELDS = [
  ...['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'],
];

const onlyKnown = (reading: Reading, fields: Fields, known: readonly string[], path: string): void => {
  for (const name of Object.keys(fields)) {
    if (!known.includes(name)) fault(reading, `${path}${name}`, `Unknown field ${name}`);
  }
};

const readDocument = (reading: Reading, value: unknown): PolicyDocument | undefined => {
  if (!isFields(value)) return void fault(reading, '');
  onlyKnown(reading, value, DOCUMENT_FIELDS, '');
  const { Version = '2008-10-17', Id, Statement } = value;
  if (Version !== '2008-10-17' && Version !== '2012-10-17') fault(reading, 'Version');
  if (Id !== undefined && typeof Id !== 'string') fault(reading, 'Id');
  const items = Array.isArray(Statement) ? Statement : [Statement];
  if (Statement === undefined) fault(reading, 'Statement', 'Missing required field Statement');
  else if (items.length === 0) fault(reading, 'Statement', 'Could not parse the policy: Statement is empty!');
  const statements = items.map((item, index) => readStatement(reading, item, statementPath(Statement, index)));
  if (reading.faults.length > 0) return undefined;
  return { version: Version as PolicyVersion, id: Id as string | undefined, statements: statements as Statement[] };
};

const statementPath = (all: unknown, index: number) => (Array.isArray(all) ? `Statement[${index}]` : 'Statement');

const readStatement = (reading: Reading, value: unknown, path: string): Statement | undefined => {
  if (!isFields(value)) return void fault(reading, path);
  onlyKnown(reading, value, STATEMENT_FIELDS, `${path}.`);
  const { Sid, Effect } = value;
  if (Sid !== undefined && typeof Sid !== 'string') fault(reading, `${path}.Sid`);
  if (Effect === undefined) fault(reading, `${path}.Effect`, 'Missing required field Effect');
  else if (Effect !== 'Allow' && Effect !== 'Deny')
    fault(reading, `${path}.Effect`, `Invalid effect: ${String(Effect)}`);
  return {
    sid: Sid as string | undefined,
    effect: Effect as 'Allow' | 'Deny',
    principal: readPrincipal(reading, value, path),
    action: readEither(reading, value, 'Action', path) ?? { not: false, patterns: [] },
    resource: readEither(reading, value, 'Resource', path),
    conditions:
      value['Condition'] === undefined ? [] : readConditions(reading, value['Condition'], `${path}.Condition`),
    span: reading.spans.get(value) ?? { start: 0, end: 0 },
  };
};

/** An element or its opposite: both at once contradict each other. Which must be there is no matter of shape. */
const readEither = (reading: Reading, fields: Fields, name: string, path: string) => {
  const [given, opposite] = [fields[name], fields[`Not${name}`]];
  if (given !== undefined && opposite !== undefined) fault(reading, `${path}.Not${name}`);
  if (given === undefined && opposite === undefined) return undefined;
  const not = given === undefined;
  return { not, patterns: readTexts(reading, not ? opposite : given, `${path}.${not ? 'Not' : ''}${name}`) };
};

const readTexts = (reading: Reading, value: unknown, path: string): string[] => {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  if (items.every((item) => typeof item === 'string')) return items;
  fault(reading, path);
  return [];
};

const readPrincipal = (reading: Reading, fields: Fields, path: string): Statement['principal'] => {
  const { Principal, NotPrincipal } = fields;
  if (Principal !== undefined && NotPrincipal !== undefined) fault(reading, `${path}.NotPrincipal`);
  const value = Principal ?? NotPrincipal;
  if (value === undefined) return undefined;
  const where = `${path}.${Principal === undefined ? 'NotPrincipal' : 'Principal'}`;
  return { not: Principal === undefined, names: readNames(reading, value, where) };
};

const PRINCIPAL_KINDS: readonly string[] = ['AWS', 'Federated', 'Service', 'CanonicalUser'];

const readNames = (reading: Reading, value: unknown, path: string): PrincipalName[] => {
  if (value === '*') return [{ kind: 'AWS', value: '*' }];
  if (!isFields(value) || Object.keys(value).length === 0) {
    fault(reading, path, 'Invalid principal in policy');
    return [];
  }
  const names = Object.entries(value).flatMap(([kind, values]) => {
    if (!PRINCIPAL_KINDS.includes(kind)) fault(reading, `${path}.${kind}`, `Invalid principal in policy: "${kind}"`);
    return readTexts(reading, values, `${path}.${kind}`).map((name) => ({ kind: kind as PrincipalKind, value: name }));
  });
  for (const name of names) if (!isPrincipalName(name)) refuseName(reading, name, path);
  return names;
};

const refuseName = ({ kind: policy, faults }: Reading, { kind, value }: PrincipalName, path: string): void => {
  const shown = policy === 'trust' && kind !== 'AWS' ? kind.toUpperCase() : kind;
  faults.push({ message: `Invalid principal in policy: "${shown}":"${value}"`, path });
};

const readConditions = (reading: Reading, value: unknown, path: string): ConditionLine[] => {
  if (!isFields(value)) {
    fault(reading, path);
    return [];
  }
  return Object.entries(value).flatMap(([operator, keys]) => readOperatorLines(reading, operator, keys, path));
};

const readOperatorLines = (reading: Reading, operator: string, keys: unknown, path: string): ConditionLine[] => {
  const where = `${path}.${operator}`;
  if (readOperator(operator) === undefined) fault(reading, where, `Invalid Condition type : ${operator}.`);
  if (!isFields(keys)) {
    fault(reading, where);
    return [];
  }
  return Object.entries(keys).map(([key, values]) => ({
    operator,
    key,
    values: readValues(reading, values, `${where}.${key}`),
  }));
};

/** Numbers and truth values may stand without quotation marks. */
const readValues = (reading: Reading, value: unknown, path: string): string[] => {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  const scalar = items.every((item) => ['string', 'number', 'boolean'].includes(typeof item));
  if (scalar) return items.map(String);
  fault(reading, path);
  return [];
};
