/**
 * AWS::Lambda::Function and what stands beside it. A function becomes a folder in the folder that the server's option
 * `functions` names, with a `function.json` that says its handler, limits and environment (docs/functions.md).
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ApiError } from '../client/error.ts';
import { DeployFailed } from '../problems.ts';
import { type Fields, isFields, type Value } from '../template/node.ts';
import {
  any,
  type FunctionFiles,
  type FunctionFolder,
  type Kind,
  type Property,
  type Step,
  string,
  type Tools,
  text,
} from './kind.ts';

const arnOf = ({ region, account }: Tools, name: string): string =>
  `arn:aws:lambda:${region}:${account}:function:${name}`;

const folderOf = (tools: Tools): FunctionFolder => {
  if (tools.functions === undefined) throw new DeployFailed('no folder of functions is configured');
  return tools.functions;
};

/** The folder that the code comes from; undefined for inline code. */
const sourceOf = (code: Value | undefined, tools: Pick<Tools, 'templateFolder' | 'asset'>): string | undefined => {
  if (typeof code === 'string') return resolve(tools.templateFolder, code);
  if (!isFields(code) || code['ZipFile'] !== undefined) return undefined;
  const asset = tools.asset(string(code['S3Key']));
  if (asset !== undefined) return asset;
  throw new DeployFailed(
    `${string(code['S3Bucket'])}/${string(code['S3Key'])} is no asset of this template: give a local folder, or deploy the CDK's own output folder (cdk.out)`,
  );
};

/** A changed file is a changed property. @throws DeployFailed where there is no such folder */
export const codeDigest = (code: Value | undefined, tools: Pick<Tools, 'templateFolder' | 'asset'>): string => {
  const hash = createHash('sha256');
  const folder = sourceOf(code, tools);
  if (folder === undefined) return hash.update(JSON.stringify(code ?? null)).digest('hex');
  for (const [path, content] of filesBelow(folder)) hash.update(path).update('\0').update(content).update('\0');
  return hash.digest('hex');
};

const MOST_FILES = 20_000;

const filesBelow = (folder: string): [string, Buffer][] => {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new DeployFailed(`${folder} is no folder: the code of a function is a folder, or inline`);
  }
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  );
  if (names.length > MOST_FILES) throw new DeployFailed(`${folder} has more than ${MOST_FILES} files`);
  return names.sort().map((name) => [name, readFileSync(join(folder, name))]);
};

/** What of a template's function the runtime needs to know. Lambda's own defaults: 3 seconds, 128 MB. */
const manifestOf = ({ tools, properties }: Step): Fields => {
  const { Environment, Handler = 'index.handler', Timeout = 3, MemorySize = 128 } = properties;
  const own = isFields(Environment) && isFields(Environment['Variables']) ? Environment['Variables'] : {};
  const variables = Object.entries({ ...tools.functionEnvironment, ...own });
  return {
    handler: Handler,
    timeout: Number(Timeout),
    // A process of Node.js needs more than Lambda's least.
    memory: Math.max(256, Number(MemorySize)),
    environment: Object.fromEntries(variables.map(([name, value]) => [name, string(value)])),
    ...(tools.modules !== undefined && { read: [resolve(tools.modules)] }),
    ...(properties['Role'] !== undefined && { role: properties['Role'] }),
  };
};

const filesOf = (step: Step): FunctionFiles => {
  const { Code, Handler = 'index.handler' } = step.properties;
  const manifest: [string, string] = ['function.json', `${JSON.stringify(manifestOf(step), null, 2)}\n`];
  const folder = sourceOf(Code, step.tools);
  if (folder !== undefined) return { folder, files: new Map([manifest]) };
  const inline = isFields(Code) ? string(Code['ZipFile']) : '';
  const file = `${string(Handler).replace(/\.[^.]*$/, '')}.js`;
  // Of no kind: Node.js sees by the code whether it is a module.
  const files = new Map([manifest, ['package.json', '{}\n'], [file, inline]]);
  return { files, modules: step.tools.modules };
};

const NO_EFFECT: Property = any({ ignored: 'functions run in processes on the server' });
const AT_AWS: Property = any({ unsupported: 'functions run in processes on the server' });

const lambdaFunction: Kind = {
  type: 'AWS::Lambda::Function',
  needs: 'functions',
  properties: {
    FunctionName: text({ update: 'replace' }),
    Code: any({ required: true }),
    CodeDigest: text(),
    Handler: text(),
    Runtime: text(),
    Role: text({ required: true }),
    Environment: { type: 'fields' },
    Timeout: { type: 'number' },
    MemorySize: { type: 'number' },
    Description: text(),
    Architectures: NO_EFFECT,
    DeadLetterConfig: AT_AWS,
    EphemeralStorage: NO_EFFECT,
    FileSystemConfigs: AT_AWS,
    ImageConfig: AT_AWS,
    KmsKeyArn: NO_EFFECT,
    Layers: any({ unsupported: 'put the packages beside the code, or name their folder with --modules' }),
    LoggingConfig: NO_EFFECT,
    PackageType: text(),
    ReservedConcurrentExecutions: NO_EFFECT,
    RecursiveLoop: NO_EFFECT,
    RuntimeManagementConfig: NO_EFFECT,
    SnapStart: NO_EFFECT,
    Tags: any({ ignored: 'nothing asks for them' }),
    TracingConfig: NO_EFFECT,
    VpcConfig: NO_EFFECT,
  },
  attributes: ['Arn'],
  name: { property: 'FunctionName', max: 64 },
  check({ Runtime, PackageType, FunctionName, Handler }) {
    const complaints: string[] = [];
    if (Runtime !== undefined && !/^nodejs/.test(string(Runtime))) {
      complaints.push(`Runtime ${string(Runtime)} is not supported: functions run on Node.js`);
    }
    if (PackageType === 'Image') complaints.push('PackageType Image is not supported: functions are Node.js modules');
    if (
      FunctionName !== undefined &&
      !/^[\w-]{1,64}$/.test(string(FunctionName)) &&
      !string(FunctionName).includes('\u0001')
    ) {
      complaints.push('FunctionName must have 1 to 64 letters, digits, - and _');
    }
    if (Handler !== undefined && /(^|[/\\])\.\.([/\\]|$)|^[/\\]/.test(string(Handler))) {
      complaints.push('Handler must be within the code');
    }
    return complaints;
  },
  async create(step) {
    const name = string(step.properties['FunctionName']);
    if (await folderOf(step.tools).exists(name)) {
      throw new ApiError('CreateFunction', 409, 'ResourceConflictException', `Function already exist: ${name}`);
    }
    await folderOf(step.tools).write(name, filesOf(step));
    return { id: name, attributes: { Arn: arnOf(step.tools, name) } };
  },
  async update(step) {
    await folderOf(step.tools).write(step.made.id, filesOf(step));
    return undefined;
  },
  async undo({ tools, made }) {
    await folderOf(tools).restore(made.id);
  },
  async remove({ tools, made }) {
    await folderOf(tools).remove(made.id);
  },
  async find({ tools, properties }) {
    const name = string(properties['FunctionName']);
    return (await folderOf(tools).exists(name)) ? { id: name, attributes: {} } : undefined;
  },
};

/** A record and nothing more: what it says at AWS goes without saying here. */
const recorded = (
  type: string,
  properties: Kind['properties'],
  idOf: (step: Step) => string,
  attributes: readonly string[] = [],
): Kind => ({
  type,
  properties,
  attributes,
  create: async (step) => ({
    id: idOf(step),
    attributes: Object.fromEntries(attributes.map((name) => [name, idOf(step)])),
  }),
  update: async () => undefined,
  remove: async () => undefined,
  find: async (step) => ({ id: idOf(step), attributes: {} }),
});

const named = ({ tools, logicalId }: Step): string => `${tools.stackName}-${logicalId}`;

/** The ARN of a function that is named by its ARN or its name. */
const functionArn = ({ tools, properties }: Step): string => {
  const given = string(properties['FunctionName']);
  return given.startsWith('arn:') ? given : arnOf(tools, given);
};

const permission = recorded(
  'AWS::Lambda::Permission',
  {
    Action: text({ required: true }),
    FunctionName: text({ required: true }),
    Principal: text({ required: true }),
    SourceArn: text(),
    SourceAccount: text(),
    EventSourceToken: text(),
    FunctionUrlAuthType: text(),
    InvokedViaFunctionUrl: { type: 'flag' },
    PrincipalOrgID: text(),
  },
  named,
);

const version = recorded(
  'AWS::Lambda::Version',
  {
    FunctionName: text({ required: true, update: 'replace' }),
    CodeSha256: text({ update: 'replace' }),
    Description: text(),
    ProvisionedConcurrencyConfig: NO_EFFECT,
    RuntimePolicy: NO_EFFECT,
  },
  functionArn,
);

/** The code is the newest, whatever version the alias names. */
const alias = recorded(
  'AWS::Lambda::Alias',
  {
    FunctionName: text({ required: true, update: 'replace' }),
    FunctionVersion: text({ required: true }),
    Name: text({ required: true, update: 'replace' }),
    Description: text(),
    ProvisionedConcurrencyConfig: NO_EFFECT,
    RoutingConfig: any({ unsupported: 'there is one version of a function here' }),
  },
  (step) => `${functionArn(step)}:${string(step.properties['Name'])}`,
  ['AliasArn'],
);

export const lambdaKinds: readonly Kind[] = [lambdaFunction, permission, version, alias];
