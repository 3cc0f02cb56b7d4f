/**
 * Adds to the facts of a model file what the newest SDK package knows beyond it: operations, structures, members and
 * enums. The package does not say lengths and patterns; a new member takes the shape that the model already has for
 * that name (`UserPoolId` is a `UserPoolIdType` everywhere), or the one that `supplement.json` names.
 */
import type { MemberFacts, ServiceFacts, Shape, StructureShape } from '../../src/aws/model/model.ts';
import { memberShapeName } from '../../src/aws/model/model.ts';
import { callerKind } from './official.ts';
import type { Sdk, SdkError, SdkStructure, SdkType } from './sdk.ts';

/** Member name (or `Structure.Member`) to shape name. */
export type Supplement = Readonly<Record<string, string>>;

export const addNewer = (facts: ServiceFacts, sdk: Sdk, supplement: Supplement): ServiceFacts => {
  const shapes: Record<string, Shape> = { ...facts.shapes };
  const names = shapeNamesByMember(facts);
  for (const [name, values] of Object.entries(sdk.enums)) addEnum(shapes, name, values);
  for (const structure of sdk.structures) addStructure(structure);
  for (const error of sdk.errors) addError(error);
  return {
    ...facts,
    shapes: sorted(shapes),
    operations: sorted({ ...facts.operations, ...newOperations(facts, sdk) }),
  };

  function addStructure(structure: SdkStructure): void {
    const known = shapes[structure.name] as StructureShape | undefined;
    const members: Record<string, MemberFacts> = { ...known?.members };
    const required = new Set(known?.required);
    for (const member of structure.members) {
      if (member.name in members) continue;
      members[member.name] = shapeFor(structure.name, member.name, member.type);
      if (member.required) required.add(member.name);
    }
    shapes[structure.name] = {
      type: 'structure',
      ...(known?.sensitive && { sensitive: true }),
      members,
      ...(required.size > 0 && { required: [...required] }),
      ...(known?.error && { error: known.error }),
    };
  }

  function addError(error: SdkError): void {
    if (shapes[error.name] !== undefined) return;
    addStructure(error);
    const { status, code } = error;
    const told = { ...(status !== 400 && { status }), ...(code !== undefined && code !== error.name && { code }) };
    if (Object.keys(told).length > 0) shapes[error.name] = { ...(shapes[error.name] as StructureShape), error: told };
  }

  function shapeFor(structure: string, member: string, type: SdkType): string {
    const chosen = supplement[`${structure}.${member}`] ?? supplement[member];
    if (chosen !== undefined) return chosen;
    if (type.kind === 'structure') return type.name;
    if (type.name !== undefined) return named(type.name, type);
    const declared = sdk.declaredType(structure, member);
    if (type.kind === 'simple' && shapes[declared] !== undefined) return declared;
    const usual = names.get(member);
    if (usual !== undefined && isLike(shapes[usual], type)) return usual;
    return named(defaultName(type), type);
  }

  function named(name: string, type: SdkType): string {
    shapes[name] ??= newShape(type);
    return name;
  }

  function newShape(type: SdkType): Shape {
    const sensitive = 'sensitive' in type && type.sensitive ? ({ sensitive: true } as const) : {};
    if (type.kind === 'list') return { type: 'list', member: shapeFor('', '', type.member) };
    if (type.kind === 'map')
      return { type: 'map', ...sensitive, key: 'StringType', value: shapeFor('', '', type.value) };
    return { type: type.kind === 'simple' ? type.type : 'structure', ...sensitive } as Shape;
  }
};

const newOperations = (facts: ServiceFacts, sdk: Sdk): ServiceFacts['operations'] =>
  Object.fromEntries(
    sdk.operations
      .filter((name) => facts.operations[name] === undefined)
      .map((name) => {
        const { input, output } = sdk.operation(name);
        const members = Object.fromEntries(input.members.map((member) => [member.name, true]));
        return [
          name,
          {
            caller: callerKind(sdk.isUnsigned(name), members),
            ...(input.name && { input: input.name }),
            ...(output.name && { output: output.name }),
            errors: sdk.declaredErrors(name),
          },
        ];
      }),
  );

const addEnum = (shapes: Record<string, Shape>, name: string, values: readonly string[]): void => {
  const known = shapes[name];
  const old = known?.type === 'string' ? (known.enum ?? []) : [];
  if (known !== undefined && old.length === 0) return;
  shapes[name] = { ...known, type: 'string', enum: [...old, ...values.filter((value) => !old.includes(value))] };
};

/** The shape that most members of a name have. */
const shapeNamesByMember = (facts: ServiceFacts): Map<string, string> => {
  const counts = new Map<string, Map<string, number>>();
  for (const shape of Object.values(facts.shapes)) {
    if (shape.type !== 'structure') continue;
    for (const [member, value] of Object.entries(shape.members)) {
      const count = counts.get(member) ?? new Map<string, number>();
      count.set(memberShapeName(value), (count.get(memberShapeName(value)) ?? 0) + 1);
      counts.set(member, count);
    }
  }
  const most = (count: Map<string, number>) => [...count].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
  return new Map([...counts].map(([member, count]) => [member, most(count)]));
};

const isLike = (shape: Shape | undefined, type: SdkType): boolean => {
  if (shape === undefined) return false;
  return type.kind === 'simple' ? shape.type === type.type : shape.type === type.kind;
};

const defaultName = (type: SdkType): string => {
  if (type.kind === 'list') return `${defaultName(type.member)}List`;
  if (type.kind === 'map') return `${defaultName(type.value)}Map`;
  if (type.kind === 'structure') return type.name;
  return (
    { string: 'StringType', integer: 'IntegerType', boolean: 'BooleanType', timestamp: 'DateType' }[type.type] ??
    type.type
  );
};

const sorted = <Value>(record: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
