/**
 * Writes the facts of the AWS APIs (src/aws/model/*.json) from the official models and the newest official SDK packages.
 *
 *   node scripts/distill-model.ts [folder of the *.service-2.json files, default ../shared/aws-api]
 *   node scripts/distill-model.ts --check     lists operations that the SDK packages have and the facts lack
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadFacts, type ServiceFacts, type ServiceName, type StringShape } from '../src/aws/model/model.ts';
import { addNewer, type Supplement } from './model/newer.ts';
import { distil, type OfficialModel } from './model/official.ts';
import { readSdk } from './model/sdk.ts';

const SERVICES: readonly ServiceName[] = ['cognito-idp', 'cognito-identity', 'cognito-sync', 'sts', 'iam'];

const MODEL = new URL('../src/aws/model/', import.meta.url);

/** `service:Operation` of everything that the SDK packages can call and the facts do not know. */
export const missingOperations = async (): Promise<string[]> => {
  const missing: string[] = [];
  for (const service of SERVICES) {
    const known = loadFacts(service).operations;
    for (const name of (await readSdk(service)).operations)
      if (known[name] === undefined) missing.push(`${service}:${name}`);
  }
  return missing;
};

const write = async (folder: string): Promise<void> => {
  const supplement = readJson(new URL('./model/supplement.json', import.meta.url)) as Supplement;
  for (const service of SERVICES) {
    const official = readJson(join(folder, `${service}.service-2.json`)) as OfficialModel;
    const facts = loosened(addNewer(distil(service, official), await readSdk(service), supplement));
    writeFileSync(new URL(`${service}.json`, MODEL), print(facts));
    console.log(
      `${service}: ${Object.keys(facts.operations).length} operations, ${Object.keys(facts.shapes).length} shapes`,
    );
  }
};

/** Patterns that the service does not hold to: a custom domain has dots, and a bad prefix has a message of its own. */
const UNTRUE: Readonly<Partial<Record<ServiceName, readonly string[]>>> = { 'cognito-idp': ['DomainType'] };

/** Values that the reference speaks of and the enumeration lacks. */
const UNLISTED: Readonly<Partial<Record<ServiceName, Readonly<Record<string, readonly string[]>>>>> = {
  'cognito-idp': { ExplicitAuthFlowsType: ['ALLOW_CLIENT_TOKEN_AUTH'] },
};
/** Operations that need no signature by the reference, though the package would sign them. */
const UNSIGNED: Readonly<Partial<Record<ServiceName, readonly string[]>>> = { 'cognito-idp': ['GetClientToken'] };

const loosened = (facts: ServiceFacts): ServiceFacts => {
  const shapes = { ...facts.shapes };
  for (const [name, values] of Object.entries(UNLISTED[facts.service] ?? {})) {
    const { enum: known = [], ...rest } = shapes[name] as StringShape;
    shapes[name] = { ...rest, enum: [...new Set([...known, ...values])] };
  }
  for (const name of UNTRUE[facts.service] ?? []) {
    const { pattern: _, ...rest } = shapes[name] as StringShape;
    shapes[name] = rest;
  }
  const operations = { ...facts.operations };
  for (const name of UNSIGNED[facts.service] ?? []) {
    const operation = operations[name];
    if (operation !== undefined) operations[name] = { ...operation, caller: 'public' };
  }
  return { ...facts, operations, shapes };
};

const check = async (): Promise<void> => {
  const missing = await missingOperations();
  for (const name of missing) console.log(`missing: ${name}`);
  if (missing.length > 0) process.exitCode = 1;
  else console.log('the facts know every operation of the SDK packages');
};

const readJson = (path: string | URL): unknown => JSON.parse(readFileSync(path, 'utf8'));

/** One line an operation and one a shape, so that a new model shows as a readable difference. */
const print = ({ operations, shapes, ...head }: ServiceFacts): string => {
  const lines = (record: object) =>
    Object.entries(record)
      .map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
      .join(',\n');
  const first = Object.entries(head).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`);
  return `{\n${first.join('')}  "operations": {\n${lines(operations)}\n  },\n  "shapes": {\n${lines(shapes)}\n  }\n}\n`;
};

if (import.meta.main) {
  const argument = process.argv[2];
  await (argument === '--check' ? check() : write(argument ?? '../shared/aws-api'));
}
