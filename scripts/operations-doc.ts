/**
 * Writes docs/operations.md: every operation of the APIs with its state. An operation with a handler is complete unless
 * src/aws/model/partial.json says what is missing.
 *
 *   node scripts/operations-doc.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cognitoIdentityOperations } from '../src/aws/cognito-identity/index.ts';
import { cognitoIdpOperations } from '../src/aws/cognito-idp/index.ts';
import { iamOperations } from '../src/aws/iam/index.ts';
import { loadFacts, type ServiceName } from '../src/aws/model/model.ts';
import type { Operation } from '../src/aws/operation.ts';
import { stsOperations } from '../src/aws/sts/index.ts';

export const DOCUMENT = new URL('../docs/operations.md', import.meta.url);

const SERVICES: readonly (readonly [ServiceName, string, Readonly<Record<string, Operation>>])[] = [
  ['cognito-idp', 'Amazon Cognito user pools', cognitoIdpOperations],
  ['cognito-identity', 'Amazon Cognito identity pools', cognitoIdentityOperations],
  ['cognito-sync', 'Amazon Cognito Sync', {}],
  ['sts', 'AWS Security Token Service', stsOperations],
  ['iam', 'AWS Identity and Access Management', iamOperations],
];

/** `service:Operation` to what is missing. */
const partial = JSON.parse(readFileSync(new URL('../src/aws/model/partial.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, string>
>;

export const operationsDocument = (): string => {
  assertPartialsExist();
  const counts = SERVICES.map(([service, title, table]) => {
    const states = Object.keys(loadFacts(service).operations).map((name) => stateOf(service, name, table));
    const count = (state: string) => states.filter((candidate) => candidate === state).length;
    return `| ${title} | ${states.length} | ${count('complete')} | ${count('partial')} | ${count('absent')} |`;
  });
  return [
    '# Operations',
    '',
    'Made by `node scripts/operations-doc.ts` from the API facts and the table of operations; do not edit.',
    '',
    'Complete: the operation does what AWS does. Partial: what is missing stands beside it. Absent: the operation checks its',
    'caller and its input, and answers UnsupportedOperationException; an API without any operation is not served at all.',
    '',
    '| API | operations | complete | partial | absent |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...counts,
    ...SERVICES.flatMap(([service, title, table]) => section(service, title, table)),
    '',
  ].join('\n');
};

const section = (service: ServiceName, title: string, table: Readonly<Record<string, Operation>>): string[] => [
  '',
  `## ${title} (${service})`,
  '',
  '| operation | state | missing |',
  '| --- | --- | --- |',
  ...Object.keys(loadFacts(service).operations).map((name) => {
    return `| ${name} | ${stateOf(service, name, table)} | ${partial[`${service}:${name}`] ?? ''} |`;
  }),
];

const stateOf = (service: ServiceName, name: string, table: Readonly<Record<string, Operation>>) => {
  if (table[name] === undefined) return 'absent';
  return partial[`${service}:${name}`] === undefined ? 'complete' : 'partial';
};

/** A note about an operation that is gone or absent would be read by nobody. */
const assertPartialsExist = (): void => {
  const built = SERVICES.flatMap(([service, , table]) => Object.keys(table).map((name) => `${service}:${name}`));
  const stray = Object.keys(partial).filter((name) => !built.includes(name));
  if (stray.length > 0) throw new Error(`partial.json names operations that are not built: ${stray.join(', ')}`);
};

if (import.meta.main) writeFileSync(DOCUMENT, operationsDocument());
