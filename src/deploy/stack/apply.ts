/**
 * Carries out a plan. Each step is in the record's journal before it begins; when one fails, everything that this run
 * has done is undone, newest first, and the old state stands. What a run takes away goes last, when all else has stood.
 */
import { ApiError, describeError, isGone } from '../client/error.ts';
import type { Kind, Made, Step, Tools } from '../kinds/kind.ts';
import { DeployFailed, TemplateError } from '../problems.ts';
import { evaluate, type Scope } from '../template/evaluate.ts';
import { type Fields, own, type Value } from '../template/node.ts';
import { createScope, type Resources } from '../template/scope.ts';
import { makeName } from './names.ts';
import { type Change, compared, evaluatedProperties, kindOf, type Plan, type Planning } from './plan.ts';
import type { JournalEntry, Records, ResourceRecord, StackRecord } from './record.ts';
import type { Seals } from './seals.ts';

export interface Run {
  readonly planning: Planning;
  readonly tools: Tools;
  readonly records: Records;
  readonly seals: Seals;
  /** The record before the run; of a new stack an empty one. */
  readonly before: StackRecord;
  /** Names that the template imports, gathered while it is evaluated. */
  readonly imports: ReadonlySet<string>;
  /** Writes what is made of several resources, such as documents for the gateway; answers what takes it back. */
  compose(resources: readonly ResourceRecord[]): {
    readonly undo: () => void;
    readonly rewrite: (value: Value) => Value;
  };
  /** Also what the run's undoing must not find any more. */
  committed(): Promise<void>;
  progress(line: string): void;
}

export interface Applied {
  readonly record: StackRecord;
  /** Resources that could not be removed, with the reason. */
  readonly stuck: readonly string[];
}

/** @throws DeployFailed after everything has been undone */
export const apply = async (run: Run, plan: Plan): Promise<Applied> => {
  const journal: JournalEntry[] = [];
  const made = new Map(run.before.resources.map((each) => [each.logicalId, each]));
  const replaced: ResourceRecord[] = [];
  const remember = (entry: JournalEntry): void => {
    const at = journal.findIndex((each) => each.resource.logicalId === entry.resource.logicalId);
    if (at < 0) journal.push(entry);
    else journal[at] = entry;
    run.records.write({ ...run.before, journal });
  };
  const record = await orUndo(run, journal, async (composed) => {
    const scope = liveScope(run, made);
    for (const change of plan.changes) {
      const { logicalId } = change.declaration;
      const old = made.get(logicalId);
      const { resource, isNew } = await carryOut(run, change, scope, old, remember);
      if (old !== undefined && isNew) replaced.push(old);
      made.set(logicalId, resource);
    }
    const standing = plan.changes.flatMap(({ declaration }) => made.get(declaration.logicalId) ?? []);
    const { outputs, exports } = outputsOf(run, scope, composed(standing));
    assertUnused(run.records, run.before, exports);
    return commit(run, plan, { standing, replaced, outputs, exports });
  });
  await run.committed();
  return removeLeftovers(run, record);
};

type Composed = (standing: readonly ResourceRecord[]) => (value: Value) => Value;

/** Until the new state has been written down a failure undoes all of it; from then on nothing does. */
const orUndo = async (
  run: Run,
  journal: readonly JournalEntry[],
  act: (composed: Composed) => Promise<StackRecord>,
): Promise<StackRecord> => {
  let takeBack: (() => void) | undefined;
  try {
    return await act((standing) => {
      const { undo: back, rewrite } = run.compose(standing);
      takeBack = back;
      return rewrite;
    });
  } catch (error) {
    takeBack?.();
    const why = error instanceof TemplateError ? error.message : describeError(error);
    run.progress(`failed: ${why}`);
    await undo(run, journal);
    throw new DeployFailed(`${why}\nNothing has changed: everything that this run had done was undone.`);
  }
};

const liveScope = (run: Run, made: ReadonlyMap<string, ResourceRecord>): Scope => {
  const resources: Resources = {
    ref: (logicalId) => made.get(logicalId)?.id,
    attribute: (logicalId, name) => own(made.get(logicalId)?.attributes, name),
  };
  const { template, parameters, surroundings } = run.planning;
  return createScope(template, parameters, surroundings, resources);
};

type Remember = (entry: JournalEntry) => void;

const carryOut = async (
  run: Run,
  { declaration, kind }: Change,
  scope: Scope,
  old: ResourceRecord | undefined,
  remember: Remember,
): Promise<{ readonly resource: ResourceRecord; readonly isNew: boolean }> => {
  const { logicalId, type, deletionPolicy } = declaration;
  const properties = evaluatedProperties(run.planning, kind, declaration, scope);
  const { action } = compared(kind, declaration, old, properties);
  const common = { logicalId, type, properties, deletionPolicy };
  if (action === 'keep' && old !== undefined) return { resource: { ...old, deletionPolicy }, isNew: false };
  try {
    if (action === 'update' && old !== undefined) {
      return { resource: await update(run, kind, old, common, remember), isNew: false };
    }
    return { resource: await create(run, kind, common, remember), isNew: true };
  } catch (error) {
    if (error instanceof TemplateError) throw error;
    const { file, line } = declaration.at;
    throw new DeployFailed(`${file}:${line}: ${logicalId} (${type}): ${describeError(error)}`);
  }
};

type Common = Pick<ResourceRecord, 'logicalId' | 'type' | 'properties' | 'deletionPolicy'>;

const create = async (run: Run, kind: Kind, common: Common, remember: Remember): Promise<ResourceRecord> => {
  const { logicalId, type, properties } = common;
  const isNameless = kind.name !== undefined && properties[kind.name.property] === undefined;
  const name = isNameless && kind.name ? makeName(kind.name, run.tools.stackName, logicalId) : undefined;
  const begun = { ...common, id: '', attributes: {}, ...(name !== undefined && { name }) };
  const entry: JournalEntry = { action: 'create', resource: begun, startedAt: Date.now(), state: 'started' };
  if (kind.type !== 'nothing') run.progress(`create ${logicalId} (${type})`);
  remember(entry);
  const step = stepOf(run.tools, kind, begun);
  let made: Made;
  try {
    made = await kind.create(step);
  } catch (error) {
    // It was answered, so nothing was made; anything else leaves that open.
    if (error instanceof ApiError && error.status < 500) remember({ ...entry, state: 'failed' });
    throw error;
  }
  const resource = { ...begun, id: made.id, attributes: made.attributes };
  keepSecrets(run.seals, kind, resource);
  remember({ ...entry, state: 'made', resource });
  await kind.settle?.({ ...step, made, before: undefined });
  return resource;
};

const update = async (
  run: Run,
  kind: Kind,
  old: ResourceRecord,
  common: Common,
  remember: Remember,
): Promise<ResourceRecord> => {
  const next: ResourceRecord = { ...old, ...common };
  run.progress(`update ${common.logicalId} (${common.type})`);
  remember({ action: 'update', resource: next, before: old, startedAt: Date.now(), state: 'started' });
  const made = await updateTo(run.tools, kind, next, old);
  const resource = { ...next, id: made?.id ?? old.id, attributes: made?.attributes ?? old.attributes };
  keepSecrets(run.seals, kind, resource);
  remember({ action: 'update', resource, before: old, startedAt: Date.now(), state: 'made' });
  return resource;
};

const updateTo = async (
  tools: Tools,
  kind: Kind,
  next: ResourceRecord,
  old: ResourceRecord,
): Promise<Made | undefined> => {
  const step = stepOf(tools, kind, next);
  const before = stepOf(tools, kind, old).properties;
  const made: Made = { id: old.id, attributes: old.attributes };
  const changed = await kind.update?.({ ...step, made, before });
  await kind.settle?.({ ...step, made: changed ?? made, before });
  return changed;
};

export const stepOf = (tools: Tools, kind: Kind, { logicalId, type, properties, name }: ResourceRecord): Step => ({
  tools,
  logicalId,
  type,
  properties: kind.name && name !== undefined ? { ...properties, [kind.name.property]: name } : properties,
});

const keepSecrets = (seals: Seals, kind: Kind, { attributes, properties }: ResourceRecord): void => {
  for (const name of kind.secretAttributes ?? []) seals.add(attributes[name]);
  for (const [name, rule] of Object.entries(kind.properties)) if (rule.secret) seals.add(properties[name]);
};

const outputsOf = (run: Run, scope: Scope, rewrite: (value: Value) => Value): { outputs: Fields; exports: Fields } => {
  const outputs: Record<string, Value> = {};
  const exports: Record<string, Value> = {};
  for (const { name, value, exportName, condition, at } of run.planning.template.outputs.values()) {
    if (condition !== undefined && !scope.condition(condition, at)) continue;
    const result = rewrite(evaluate(value, scope) ?? '');
    outputs[name] = result;
    const exported = exportName && evaluate(exportName, scope);
    if (exported === undefined) continue;
    const bearer = exporterOf(run, String(exported));
    if (bearer !== undefined)
      throw new DeployFailed(`the output ${name}: the stack ${bearer} exports ${String(exported)} already`);
    exports[String(exported)] = result;
  }
  return { outputs, exports };
};

const exporterOf = (run: Run, name: string): string | undefined =>
  run.records
    .names()
    .filter((stack) => stack !== run.before.name)
    .find((stack) => own(run.records.read(stack)?.exports, name) !== undefined);

/** What another stack imports stays as it is. @throws DeployFailed */
export const assertUnused = (records: Records, { name, exports }: StackRecord, after: Fields): void => {
  for (const other of records.names().filter((each) => each !== name)) {
    for (const used of records.read(other)?.imports ?? []) {
      if (own(exports, used) === undefined || own(exports, used) === own(after, used)) continue;
      throw new DeployFailed(`the stack ${other} uses ${used}, which this stack exports: it cannot change or go`);
    }
  }
};

interface Standing {
  readonly standing: readonly ResourceRecord[];
  readonly replaced: readonly ResourceRecord[];
  readonly outputs: Fields;
  readonly exports: Fields;
}

/** From here on the new state stands. */
const commit = (run: Run, plan: Plan, { standing, replaced, outputs, exports }: Standing): StackRecord => {
  const { journal: _, ...before } = run.before;
  const policies = new Map(
    [...run.planning.template.resources.values()].map((each) => [each.logicalId, each.updateReplacePolicy]),
  );
  const going = replaced.filter(({ logicalId }) => policies.get(logicalId) !== 'Retain').reverse();
  const record: StackRecord = {
    ...before,
    resources: standing,
    leftovers: [...going, ...plan.removals, ...before.leftovers],
    outputs,
    exports,
    imports: [...run.imports],
    updatedAt: new Date().toISOString(),
  };
  run.records.write(record);
  return record;
};

/** Removes what nobody refers to any more. What cannot go yet stays on the list for the next run. */
const removeLeftovers = async (run: Run, record: StackRecord): Promise<Applied> => {
  let current = record;
  const stuck: string[] = [];
  for (const resource of record.leftovers) {
    const why = await removed(run, resource);
    if (why !== undefined) {
      stuck.push(`${resource.logicalId} (${resource.type}, ${resource.id}): ${why}`);
      continue;
    }
    current = { ...current, leftovers: current.leftovers.filter((each) => each !== resource) };
    run.records.write(current);
  }
  return { record: current, stuck };
};

/** The reason why it could not be removed. */
const removed = async (run: Pick<Run, 'tools' | 'progress'>, resource: ResourceRecord): Promise<string | undefined> => {
  const kind = kindOf(resource.type);
  if (kind === undefined) return undefined;
  run.progress(`delete ${resource.logicalId} (${resource.type})`);
  try {
    const { id, attributes } = resource;
    await kind.remove({ ...stepOf(run.tools, kind, resource), made: { id, attributes } });
    return undefined;
  } catch (error) {
    return isGone(error) ? undefined : describeError(error);
  }
};

type Undoing = Pick<Run, 'tools' | 'records' | 'before' | 'progress'>;

/** Also of a run that was ended in the middle, by its journal. @throws DeployFailed naming what is left */
export const undo = async (run: Undoing, journal: readonly JournalEntry[]): Promise<void> => {
  const left: string[] = [];
  let open = [...journal];
  for (const entry of [...journal].reverse()) {
    const why = await undone(run, entry);
    if (why !== undefined) left.push(`${entry.resource.logicalId} (${entry.resource.type}): ${why}`);
    else open = open.filter((each) => each !== entry);
    if (open.length > 0) run.records.write({ ...run.before, journal: open });
  }
  if (left.length > 0) {
    throw new DeployFailed(
      `Not everything could be undone; run again to go on:\n${left.map((each) => `  ${each}`).join('\n')}`,
    );
  }
  const { journal: _, ...before } = run.before;
  if (before.resources.length === 0 && before.leftovers.length === 0) run.records.remove(before.name);
  else run.records.write(before);
};

const undone = async (run: Undoing, entry: JournalEntry): Promise<string | undefined> => {
  const kind = kindOf(entry.resource.type);
  if (kind === undefined || entry.state === 'failed') return undefined;
  try {
    if (entry.action === 'create') return await uncreate(run, kind, entry);
    if (entry.before === undefined) return undefined;
    run.progress(`undo the update of ${entry.resource.logicalId}`);
    if (kind.undo) await kind.undo({ ...stepOf(run.tools, kind, entry.before), made: entry.before });
    else await updateTo(run.tools, kind, entry.before, entry.resource);
    return undefined;
  } catch (error) {
    return isGone(error) ? undefined : describeError(error);
  }
};

const uncreate = async (run: Undoing, kind: Kind, entry: JournalEntry): Promise<string | undefined> => {
  const step = stepOf(run.tools, kind, entry.resource);
  const { id, attributes } = entry.resource;
  const made = entry.state === 'made' ? { id, attributes } : await kind.find?.({ ...step, since: entry.startedAt });
  if (made === undefined) return undefined;
  return removed(run, { ...entry.resource, ...made });
};

/** Everything of a stack, newest first; what the template says to retain stays. */
export const removeStack = async (run: Undoing): Promise<readonly string[]> => {
  const stuck: string[] = [];
  let current: StackRecord = run.before;
  const all = [...run.before.leftovers, ...[...run.before.resources].reverse()];
  for (const resource of all) {
    if (resource.deletionPolicy === 'Retain')
      run.progress(`retain ${resource.logicalId} (${resource.type}, ${resource.id})`);
    const why = resource.deletionPolicy === 'Retain' ? undefined : await removed(run, resource);
    if (why !== undefined) stuck.push(`${resource.logicalId} (${resource.type}, ${resource.id}): ${why}`);
    else {
      const without = (list: readonly ResourceRecord[]) => list.filter((each) => each !== resource);
      current = { ...current, resources: without(current.resources), leftovers: without(current.leftovers) };
      run.records.write(current);
    }
  }
  if (stuck.length === 0) run.records.remove(run.before.name);
  return stuck;
};
