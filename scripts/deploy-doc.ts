/**
 * Writes the tables of docs/deploy.md, between its two marks, from the kinds of resources.
 *
 *   node scripts/deploy-doc.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { KINDS, PASSED_OVER, UNSUPPORTED } from '../src/deploy/kinds/index.ts';
import type { Kind, Property } from '../src/deploy/kinds/kind.ts';

export const DOCUMENT = new URL('../docs/deploy.md', import.meta.url);

const [FROM, TO] = ['<!-- kinds: made by scripts/deploy-doc.ts -->', '<!-- /kinds -->'];

export const deployDocument = (): string => {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [before, rest = ''] = text.split(FROM);
  const after = rest.slice(rest.indexOf(TO) + TO.length);
  return `${before}${FROM}\n\n${tables()}\n\n${TO}${after}`;
};

const tables = (): string =>
  [
    '| type | properties | Fn::GetAtt |',
    '| --- | --- | --- |',
    ...[...KINDS.values()].map(row),
    '',
    'Passed over, with a note: ',
    '',
    ...Object.entries(PASSED_OVER).map(([type, why]) => `- ${type}: ${why}`),
    '',
    'Refused, as every other type is; what to do instead:',
    '',
    ...Object.entries(UNSUPPORTED).map(([type, why]) => `- ${type}: ${why}`),
  ]
    .join('\n')
    .replaceAll(': \n', ':\n');

const row = (kind: Kind): string => {
  const named = (holds: (rule: Property) => boolean): string[] =>
    Object.entries(kind.properties)
      .filter(([name, rule]) => holds(rule) && name !== 'CodeDigest')
      .map(([name]) => name);
  const given = (rule: Property): boolean => rule.unsupported === undefined && rule.ignored === undefined;
  const changes = (rule: Property): Property['update'] => rule.update ?? (kind.update ? undefined : 'replace');
  const parts = [
    ['', named((rule) => given(rule) && changes(rule) === undefined)],
    ['*new one:* ', named((rule) => given(rule) && changes(rule) === 'replace')],
    ['*never changes:* ', named((rule) => given(rule) && changes(rule) === 'refused')],
    ['*no effect:* ', named((rule) => rule.ignored !== undefined)],
    ['*refused:* ', named((rule) => rule.unsupported !== undefined)],
  ] as const;
  const properties = parts.filter(([, names]) => names.length > 0).map(([mark, names]) => `${mark}${names.join(', ')}`);
  return `| ${kind.type} | ${properties.join('<br>')} | ${kind.attributes.join(', ')} |`;
};

if (import.meta.main) writeFileSync(DOCUMENT, deployDocument());
