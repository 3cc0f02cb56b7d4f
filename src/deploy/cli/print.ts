/** Plans, outputs and stacks for people. Secrets are masked. */

import type { Change, Difference, Plan } from '../stack/plan.ts';
import type { StackRecord } from '../stack/record.ts';
import type { Seals } from '../stack/seals.ts';
import { isUnknown, showUnknown } from '../template/evaluate.ts';
import type { Fields, Value } from '../template/node.ts';

const SIGNS = { create: '+', update: '~', replace: '±', keep: ' ' } as const;
const MOST_CHARACTERS = 100;

export const planLines = (plan: Plan, stack: string, isNew: boolean, seals: Seals): string[] => {
  const changing = plan.changes.filter(({ action, kind }) => action !== 'keep' && kind.type !== 'nothing');
  const lines = [`Stack ${stack}${isNew ? ' (new)' : ''}`];
  for (const change of changing) lines.push(...changeLines(change, seals));
  for (const { logicalId, type, id } of plan.removals) lines.push(`  - ${logicalId} (${type}) ${id}`);
  for (const { logicalId, type, id } of plan.retained)
    lines.push(`    ${logicalId} (${type}) ${id} stays: DeletionPolicy Retain`);
  for (const note of plan.notes) lines.push(`  ! ${note}`);
  return [...lines, `  ${summary(plan)}`];
};

const summary = (plan: Plan): string => {
  const count = (action: Change['action']): number =>
    plan.changes.filter((each) => each.action === action && each.kind.type !== 'nothing').length;
  const counts = [
    [count('create'), 'to create'],
    [count('update'), 'to update'],
    [count('replace'), 'to replace'],
    [plan.removals.length, 'to delete'],
    [count('keep'), 'unchanged'],
  ] as const;
  return counts
    .filter(([number]) => number > 0)
    .map(([number, what]) => `${number} ${what}`)
    .join(', ');
};

export const hasWork = (plan: Plan): boolean =>
  plan.removals.length > 0 ||
  plan.retained.length > 0 ||
  plan.changes.some(({ action, kind }) => action !== 'keep' && kind.type !== 'nothing');

const changeLines = ({ action, declaration, differences }: Change, seals: Seals): string[] => [
  `  ${SIGNS[action]} ${declaration.logicalId} (${declaration.type})`,
  ...(action === 'create' ? [] : differences.map((each) => `      ${differenceLine(each, seals)}`)),
];

const differenceLine = ({ property, before, after, replaces, secret }: Difference, seals: Seals): string => {
  const shown = (value: Value | undefined): string =>
    secret && value !== undefined ? '****' : showValue(value, seals);
  return `${property}: ${shown(before)} -> ${shown(after)}${replaces ? ' (needs a new one)' : ''}`;
};

export const showValue = (value: Value | undefined, seals: Seals): string => {
  if (value === undefined) return 'none';
  const masked = JSON.stringify(value, (_, each: unknown) => {
    if (typeof each !== 'string') return each;
    return seals.isSecret(each) ? '****' : isUnknown(each) ? showUnknown(each) : each;
  });
  return masked.length > MOST_CHARACTERS ? `${masked.slice(0, MOST_CHARACTERS)}…` : masked;
};

export const planJson = (plan: Plan, stack: string, seals: Seals): string =>
  JSON.stringify(
    {
      stack,
      changes: [
        ...plan.changes
          .filter(({ kind }) => kind.type !== 'nothing')
          .map(({ action, declaration, differences }) => ({
            action,
            logicalId: declaration.logicalId,
            type: declaration.type,
            ...(action !== 'create' && {
              properties: differences.map(({ property, replaces }) => ({ property, replaces })),
            }),
          })),
        ...plan.removals.map(({ logicalId, type, id }) => ({ action: 'delete', logicalId, type, id })),
      ],
      notes: plan.notes.map((note) => (seals.isSecret(note) ? '****' : note)),
    },
    null,
    2,
  );

/** Outputs hold what their author wanted to be told, secrets included: CloudFormation shows them too. */
export const outputLines = (outputs: Fields): string[] => {
  const names = Object.keys(outputs);
  if (names.length === 0) return [];
  const width = Math.max(...names.map((name) => name.length));
  const text = (value: Value | undefined): string =>
    typeof value === 'object' ? JSON.stringify(value) : String(value);
  return ['Outputs', ...names.map((name) => `  ${name.padEnd(width)}  ${text(outputs[name])}`)];
};

export const stackLine = ({ name, resources, leftovers, journal, updatedAt, endpoint }: StackRecord): string =>
  [
    name,
    `${resources.length} resources`,
    updatedAt,
    endpoint,
    ...(leftovers.length > 0 ? [`${leftovers.length} waiting to be deleted`] : []),
    ...(journal ? ['a run was ended in the middle: deploy again'] : []),
  ].join('  ');
