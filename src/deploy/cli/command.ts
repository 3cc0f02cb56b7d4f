/** `poolhouse deploy`: reads the template, shows the plan, asks, carries it out, prints the outputs. */
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { type Config, loadConfig } from '../../config.ts';
import { createApi } from '../client/api.ts';
import { createDynamoDb, createS3 } from '../client/backends.ts';
import { describeError } from '../client/error.ts';
import type { Kind, Tools } from '../kinds/kind.ts';
import { codeDigest } from '../kinds/lambda.ts';
import { DeployFailed, refuse, TemplateError } from '../problems.ts';
import { transform } from '../sam/transform.ts';
import { apply, assertUnused, type Run, removeStack, undo } from '../stack/apply.ts';
import { createFunctionFolder } from '../stack/function-folder.ts';
import { createGatewayFolder, type GatewayFolder } from '../stack/gateway-folder.ts';
import { type Plan, type Planning, planOf } from '../stack/plan.ts';
import { createRecords, lockStack, type Records, type StackRecord } from '../stack/record.ts';
import { createSeals, type Seals } from '../stack/seals.ts';
import { type Node, own } from '../template/node.ts';
import { parameterValues } from '../template/parameters.ts';
import { readTemplate } from '../template/read.ts';
import { readSections, type Template } from '../template/template.ts';
import { type DeployArguments, helpText, readDeployArguments, UsageError } from './arguments.ts';
import { assetsIn } from './assets.ts';
import { type Places, placesOf } from './place.ts';
import { hasWork, outputLines, planJson, planLines, stackLine } from './print.ts';

/** What seals the secrets of records, where it is not to be the operator's secret key. */
const OWN_SECRET = 'POOLHOUSE_DEPLOY_SECRET';

export interface Surface {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** What other programs read. */
  out(text: string): void;
  /** Progress and complaints. */
  err(text: string): void;
  /** Undefined where nobody can be asked. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
}

/** Answers the exit code. */
export const deploy = async (args: readonly string[], surface: Surface): Promise<number> => {
  try {
    const given = readDeployArguments(args);
    if (given.help) {
      surface.out(helpText());
      return 0;
    }
    return await act(given, surface);
  } catch (error) {
    if (error instanceof UsageError) {
      surface.err(`${error.message}\nRun \`poolhouse deploy --help\` for the options.`);
      return 2;
    }
    if (error instanceof TemplateError || error instanceof DeployFailed) {
      surface.err(error.message);
      return 1;
    }
    surface.err(describeError(error));
    return 1;
  }
};

export const terminal = (): Surface => ({
  env: process.env,
  cwd: process.cwd(),
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
  ask: process.stdin.isTTY
    ? async (question) => {
        const lines = createInterface({ input: process.stdin, output: process.stderr });
        const answer = await lines.question(question);
        lines.close();
        return answer;
      }
    : undefined,
});

const act = async (given: DeployArguments, surface: Surface): Promise<number> => {
  const config = loadConfig({
    mode: 'serve',
    ...(given.config !== undefined && { flags: { config: given.config } }),
    env: { ...surface.env, [OWN_SECRET]: undefined },
    cwd: surface.cwd,
  });
  const file =
    given.template === undefined ? undefined : templateFile(resolve(surface.cwd, given.template), given.stack);
  const folder = file === undefined ? surface.cwd : dirname(file);
  // What the CDK writes it also deletes.
  const beside = file === undefined || file === resolve(surface.cwd, given.template ?? '') ? folder : dirname(folder);
  if (given.action === 'list') return list(createRecords(beside, createSeals('')), surface);
  const places = placesOf(given, config, surface.env);
  const seals = createSeals(surface.env[OWN_SECRET] ?? places.service.credentials.secretAccessKey);
  const records = createRecords(beside, seals);
  const stack = given.stack ?? (file === undefined ? undefined : stackName(file));
  if (stack === undefined) throw new UsageError('Which template? poolhouse deploy <template>');
  if (!/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(stack)) {
    throw new UsageError(`${stack} is no name of a stack: letters, digits and -, beginning with a letter (--stack)`);
  }
  const free = given.action === 'plan' ? undefined : lockStack(records.folder, stack);
  try {
    const session = await openSession({ given, surface, config, places, seals, records, stack, folder });
    if (given.action === 'delete') return await remove(session);
    if (file === undefined) throw new UsageError('Which template? poolhouse deploy <template>');
    return await run(session, file);
  } finally {
    free?.();
  }
};

interface Session {
  readonly given: DeployArguments;
  readonly surface: Surface;
  readonly places: Places;
  readonly seals: Seals;
  readonly records: Records;
  readonly stack: string;
  readonly folder: string;
  readonly tools: Tools;
  readonly functions: ReturnType<typeof createFunctionFolder> | undefined;
  readonly imports: Set<string>;
}

/** A file; of a CDK output folder the template of the stack. */
const templateFile = (path: string, stack: string | undefined): string => {
  if (!existsSync(path)) throw new UsageError(`${path} does not exist`);
  if (!statSync(path).isDirectory()) return path;
  const templates = readdirSync(path).filter((name) => name.endsWith('.template.json'));
  const wanted = stack === undefined ? templates : templates.filter((name) => name === `${stack}.template.json`);
  const [only, ...others] = wanted;
  if (only === undefined)
    throw new UsageError(`${path} has no ${stack === undefined ? 'template' : `template of ${stack}`}`);
  if (others.length > 0) {
    throw new UsageError(
      `${path} has several stacks; name one with --stack: ${templates.map((name) => name.slice(0, -14)).join(', ')}`,
    );
  }
  return join(path, only);
};

const stackName = (file: string): string =>
  basename(file, extname(file))
    .replace(/\.template$/, '')
    .replace(/[^A-Za-z0-9-]+/g, '-');

type Opening = Omit<Session, 'tools' | 'functions' | 'imports'> & { readonly config: Config };

const openSession = async (opening: Opening): Promise<Session> => {
  const { places, given, surface, stack, folder, records } = opening;
  const call = createApi(places.service);
  const account = String((await call('sts', 'GetCallerIdentity', {}))['Account']);
  const functions =
    places.functions === undefined ? undefined : createFunctionFolder(resolve(surface.cwd, places.functions));
  const { region, endpoint } = places.service;
  const stackId =
    records.read(stack)?.id ?? `arn:aws:cloudformation:${region}:${account}:stack/${stack}/${randomUUID()}`;
  const tools: Tools = {
    call,
    account,
    region,
    stackName: stack,
    stackId,
    dynamodb: places.dynamodb && createDynamoDb(places.dynamodb),
    s3: places.s3 && createS3(places.s3),
    functions,
    hasGateway: places.gateway !== undefined,
    modules: given.modules === undefined ? undefined : resolve(surface.cwd, given.modules),
    functionEnvironment: given.functionEnvironment,
    templateFolder: folder,
    asset: assetsIn(folder),
    issuerOf: (poolId) => issuerOf(endpoint, poolId),
    note: (text) => surface.err(`  ! ${text}`),
  };
  return { ...opening, tools, functions, imports: new Set() };
};

/** As the service's own discovery document says it. */
const issuerOf = async (endpoint: string, poolId: string): Promise<string> => {
  const answer = await fetch(`${endpoint}/${poolId}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(10_000),
  });
  const { issuer } = (await answer.json()) as { issuer?: string };
  return issuer ?? `${endpoint}/${poolId}`;
};

const run = async (session: Session, file: string): Promise<number> => {
  const { given, surface, records, seals, stack, tools } = session;
  await finishInterrupted(session);
  const template = templateIn(file, surface.cwd);
  const record = records.read(stack);
  const planning = planningOf(session, template, record);
  const plan = planOf(planning);
  if (given.action === 'plan') return showPlan(session, plan, record);
  for (const line of planLines(plan, stack, record === undefined, seals)) surface.err(line);
  if (!(await mayGoOn(session, hasWork(plan)))) return 1;
  const { record: after, stuck } = await apply(runOf(session, planning, record ?? emptyRecord(session)), plan);
  for (const line of stuck) surface.err(`could not be deleted: ${line}`);
  if (given.json) surface.out(JSON.stringify(after.outputs, null, 2));
  else for (const line of outputLines(after.outputs)) surface.out(line);
  if (given.amplifyOutputs !== undefined) {
    const { amplifyOutputs } = await import('../amplify-outputs.ts');
    const outputs = await amplifyOutputs(after, tools);
    writeFileSync(resolve(surface.cwd, given.amplifyOutputs), `${JSON.stringify(outputs, null, 2)}\n`);
  }
  return 0;
};

const templateIn = (file: string, cwd: string): Template => {
  const read = (path: string): Node => readTemplate(readFileSync(path, 'utf8'), relativeName(path, cwd));
  const root = transform(read(file), (path, at) => {
    const named = resolve(dirname(file), path);
    return existsSync(named) ? read(named) : refuse(at, `${path} does not exist`);
  });
  return readSections(root, relativeName(file, cwd));
};

const relativeName = (file: string, cwd: string): string =>
  file.startsWith(`${cwd}/`) ? file.slice(cwd.length + 1) : file;

/** Undoes what an earlier run left that was ended in the middle. */
const finishInterrupted = async (session: Session): Promise<void> => {
  const { records, stack, tools, surface, given, functions } = session;
  const before = records.read(stack);
  if (before?.journal === undefined) return;
  if (given.action === 'plan')
    throw new DeployFailed(`an earlier run of ${stack} was ended in the middle: deploy again, and it is undone first`);
  surface.err('An earlier run was ended in the middle; it is undone first.');
  await undo({ tools, records, before, progress: (line) => surface.err(`  ${line}`) }, before.journal);
  const { resources, journal } = before;
  gatewayFolder(session)?.write(resources, [...resources, ...journal.map(({ resource }) => resource)]);
  await functions?.commit();
};

const gatewayFolder = ({ places, surface, tools }: Session): GatewayFolder | undefined =>
  places.gateway === undefined
    ? undefined
    : createGatewayFolder(resolve(surface.cwd, places.gateway), places.gatewayUrl, tools);

const planningOf = (session: Session, template: Template, record: StackRecord | undefined): Planning => {
  const { given, seals, records, stack, tools, imports } = session;
  const parameters = parameterValues(template.parameters, given.parameters);
  for (const rule of template.parameters.values()) if (rule.noEcho) seals.add(parameters.get(rule.name));
  const { account, region, stackId } = tools;
  const others = records.names().filter((name) => name !== stack);
  return {
    template,
    parameters,
    record,
    surroundings: {
      account,
      region,
      stackId,
      stackName: stack,
      exported: (name) => {
        imports.add(name);
        return others.map((each) => own(records.read(each)?.exports, name)).find((value) => value !== undefined);
      },
    },
    expand: (kind, properties, at) => {
      if (kind.type !== 'AWS::Lambda::Function') return properties;
      try {
        return { ...properties, CodeDigest: codeDigest(properties['Code'], tools) };
      } catch (error) {
        return refuse(at, error instanceof Error ? error.message : String(error));
      }
    },
    lacks: (kind) => lacking(kind, tools),
  };
};

const lacking = (kind: Kind, tools: Tools): string | undefined => {
  if (kind.needs === 'dynamodb' && tools.dynamodb === undefined) {
    return 'needs a backend: name it with --dynamodb, or with the option services (dynamodb)';
  }
  if (kind.needs === 's3' && tools.s3 === undefined)
    return 'needs a backend: name it with --s3, or with the option services (s3)';
  if (kind.needs === 'functions' && tools.functions === undefined) {
    return "needs a folder: name it with --functions, and give the server's option functions the same";
  }
  if (kind.needs === 'gateway' && !tools.hasGateway) {
    return "needs a folder: name it with --gateway, and give the server's option gateway the same";
  }
  return undefined;
};

const showPlan = ({ given, surface, stack, seals }: Session, plan: Plan, record: StackRecord | undefined): number => {
  if (given.json) surface.out(planJson(plan, stack, seals));
  else for (const line of planLines(plan, stack, record === undefined, seals)) surface.out(line);
  return hasWork(plan) ? 3 : 0;
};

const mayGoOn = async ({ given, surface }: Session, isWork: boolean): Promise<boolean> => {
  if (given.yes || !isWork) return true;
  if (surface.ask === undefined) {
    surface.err('Nobody can be asked here: say --yes.');
    return false;
  }
  return /^y(es)?$/i.test((await surface.ask('Go on? [y/N] ')).trim());
};

const emptyRecord = ({ stack, tools, places }: Session): StackRecord => ({
  version: 1,
  name: stack,
  id: tools.stackId,
  account: tools.account,
  region: tools.region,
  endpoint: places.service.endpoint,
  resources: [],
  leftovers: [],
  outputs: {},
  exports: {},
  imports: [],
  updatedAt: new Date().toISOString(),
});

const runOf = (session: Session, planning: Planning, before: StackRecord): Run => {
  const { tools, records, seals, surface, functions, imports } = session;
  return {
    planning,
    tools,
    records,
    seals,
    before,
    imports,
    compose: (resources) => {
      const folder = gatewayFolder(session);
      return folder?.write(resources, before.resources) ?? { undo: () => undefined, rewrite: (value) => value };
    },
    committed: async () => functions?.commit(),
    progress: (line) => surface.err(`  ${line}`),
  };
};

const remove = async (session: Session): Promise<number> => {
  const { records, stack, tools, surface } = session;
  await finishInterrupted(session);
  const before = records.read(stack);
  if (before === undefined) throw new DeployFailed(`no stack is called ${stack} (${records.folder})`);
  assertUnused(records, before, {});
  for (const { logicalId, type, id, deletionPolicy } of [...before.resources].reverse()) {
    surface.err(`  ${deletionPolicy === 'Retain' ? ' ' : '-'} ${logicalId} (${type}) ${id}`);
  }
  if (!(await mayGoOn(session, true))) return 1;
  gatewayFolder(session)?.write([], before.resources);
  const stuck = await removeStack({ tools, records, before, progress: (line) => surface.err(`  ${line}`) });
  for (const line of stuck) surface.err(`could not be deleted: ${line}`);
  return stuck.length === 0 ? 0 : 1;
};

const list = (records: Records, surface: Surface): number => {
  const stacks = records.names().flatMap((name) => records.read(name) ?? []);
  if (stacks.length === 0) surface.err(`No stack has a record in ${records.folder}.`);
  for (const record of stacks) surface.out(stackLine(record));
  return 0;
};
