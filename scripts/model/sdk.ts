/**
 * Reads the official SDK packages, which are newer than the model files: schemas (operations, members, required,
 * sensitive), type declarations (enum names, declared errors) and the table of operations that go unsigned.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ServiceName } from '../../src/aws/model/model.ts';

const PACKAGES: Readonly<Record<ServiceName, string>> = {
  'cognito-idp': '@aws-sdk/client-cognito-identity-provider',
  'cognito-identity': '@aws-sdk/client-cognito-identity',
  'cognito-sync': '@aws-sdk/client-cognito-sync',
  sts: '@aws-sdk/client-sts',
  iam: '@aws-sdk/client-iam',
};

/**
 * A schema is a tuple that starts with its kind: 0 simple, 1 list, 2 map, 3 structure, 9 operation; a bare number is
 * an unnamed simple type; 64 and 128 are added for an unnamed list or map of one. A function defers; a pair adds
 * traits to a member.
 */
type Schema = number | (() => Schema) | readonly unknown[];

export interface SdkStructure {
  readonly name: string;
  readonly members: readonly { readonly name: string; readonly type: SdkType; readonly required: boolean }[];
}

export interface SdkError extends SdkStructure {
  readonly status: number;
  /** The code on the wire, where it is not the name. */
  readonly code?: string;
}

export type SdkType =
  | { readonly kind: 'simple'; readonly type: string; readonly name?: string; readonly sensitive?: true }
  | { readonly kind: 'list'; readonly name?: string; readonly member: SdkType }
  | { readonly kind: 'map'; readonly name?: string; readonly sensitive?: true; readonly value: SdkType }
  | { readonly kind: 'structure'; readonly name: string; readonly structure: () => SdkStructure };

export interface Sdk {
  readonly operations: readonly string[];
  /** Input and output of an operation. */
  operation(name: string): { readonly input: SdkStructure; readonly output: SdkStructure };
  readonly structures: readonly SdkStructure[];
  readonly errors: readonly SdkError[];
  /** Names of enums with their values. */
  readonly enums: Readonly<Record<string, readonly string[]>>;
  /** The TypeScript type of a member, e.g. `UserSessionTrackingType`; empty when it is not declared. */
  declaredType(structure: string, member: string): string;
  declaredErrors(operation: string): readonly string[];
  isUnsigned(operation: string): boolean;
}

const SENSITIVE = 8;
/** The kind of an error's structure; its traits are an object. */
const ERROR = -3;

export const readSdk = async (service: ServiceName): Promise<Sdk> => {
  const entry = import.meta.resolve(PACKAGES[service]);
  const file = (path: string) => readFileSync(fileURLToPath(new URL(`../${path}`, entry)), 'utf8');
  const exported = (await import(entry)) as Record<string, unknown>;
  const models = ['models_0', 'models_1']
    .map((name) => optional(() => file(`dist-types/models/${name}.d.ts`)))
    .join('\n');
  const auth = file('dist-es/auth/httpAuthSchemeProvider.js');
  const schemas = Object.values(exported).filter((value) => Array.isArray(value)) as (readonly unknown[])[];
  return {
    operations: Object.keys(exported)
      .filter((name) => /^[A-Z].*Command$/.test(name))
      .map((name) => name.slice(0, -'Command'.length)),
    operation: (name) => {
      const schema = exported[`${name}$`] as readonly unknown[];
      return { input: structureOf(schema[4] as Schema), output: structureOf(schema[5] as Schema) };
    },
    structures: schemas.filter((schema) => schema[0] === 3).map((schema) => structureOf(schema)),
    errors: schemas
      .filter((schema) => schema[0] === ERROR && !/ServiceException$/.test(schema[2] as string))
      .map(errorOf),
    enums: enumsOf(exported),
    declaredType: (structure, member) => declaredType(models, structure, member),
    declaredErrors: (operation) =>
      [...file(`dist-types/commands/${operation}Command.d.ts`).matchAll(/@throws \{@link (\w+)\} \(/g)].map(
        (m) => m[1] ?? '',
      ),
    isUnsigned: (operation) => auth.includes(`case "${operation}"`),
  };
};

const optional = (read: () => string): string => {
  try {
    return read();
  } catch {
    return '';
  }
};

const structureOf = (schema: Schema): SdkStructure => {
  const tuple = (typeof schema === 'function' ? schema() : schema) as readonly unknown[];
  if (!Array.isArray(tuple)) return { name: '', members: [] };
  const names = (tuple[4] ?? []) as readonly string[];
  const types = (tuple[5] ?? []) as readonly Schema[];
  const required = (tuple[6] ?? 0) as number;
  return {
    name: tuple[2] as string,
    members: names.map((name, index) => ({ name, type: typeOf(types[index] ?? 0), required: index < required })),
  };
};

const errorOf = (schema: readonly unknown[]): SdkError => {
  const traits = schema[3] as { httpError?: number; error?: string; awsQueryError?: readonly [string, number] };
  const status = traits.httpError ?? traits.awsQueryError?.[1] ?? (traits.error === 'server' ? 500 : 400);
  return { ...structureOf(schema), status, ...(traits.awsQueryError && { code: traits.awsQueryError[0] }) };
};

const typeOf = (schema: Schema): SdkType => {
  if (typeof schema === 'function') return typeOf(schema());
  if (typeof schema === 'number') return unnamedType(schema);
  if (!Array.isArray(schema)) return unnamedType(0);
  const [kind, , name, traits, first, second] = schema as [unknown, string, string, number, Schema, Schema];
  const sensitive = typeof traits === 'number' && (traits & SENSITIVE) !== 0 ? ({ sensitive: true } as const) : {};
  if (kind === 0) return { ...unnamedType(first as number), name, ...sensitive } as SdkType;
  if (kind === 1) return { kind: 'list', name, member: typeOf(first) };
  if (kind === 2) return { kind: 'map', name, ...sensitive, value: typeOf(second) };
  if (kind === 3) return { kind: 'structure', name, structure: () => structureOf(schema) };
  return typeOf(kind as Schema);
};

const unnamedType = (schema: number): SdkType => {
  if (schema & 128) return { kind: 'map', value: unnamedType(schema & ~128) };
  if (schema & 64) return { kind: 'list', member: unnamedType(schema & ~64) };
  return { kind: 'simple', type: SIMPLE[schema] ?? 'string' };
};

const SIMPLE: Readonly<Record<number, string>> = {
  0: 'string',
  1: 'integer',
  2: 'boolean',
  4: 'timestamp',
  5: 'timestamp',
  7: 'timestamp',
  15: 'document',
  21: 'blob',
};

const enumsOf = (exported: Record<string, unknown>): Record<string, readonly string[]> =>
  Object.fromEntries(
    Object.entries(exported)
      .filter(
        ([name, value]) => /^[A-Z]/.test(name) && typeof value === 'object' && value !== null && !Array.isArray(value),
      )
      .filter(([, value]) => Object.values(value as object).every((item) => typeof item === 'string'))
      .map(([name, value]) => [name, Object.values(value as Record<string, string>)]),
  );

const declaredType = (models: string, structure: string, member: string): string => {
  const body =
    new RegExp(`export interface ${structure}(?: extends [^{]*)? \\{\\n(.*?)\\n\\}`, 's').exec(models)?.[1] ?? '';
  const type = new RegExp(`^ {4}${member}\\??: ([^;]+);`, 'm').exec(body)?.[1] ?? '';
  return type.replace(/ \| undefined$/, '').replace(/\[\]$/, '');
};
