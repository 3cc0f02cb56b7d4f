/** The command line of `poolhouse deploy`. */
import { readFileSync } from 'node:fs';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

export interface DeployArguments {
  readonly template: string | undefined;
  readonly stack: string | undefined;
  readonly parameters: ReadonlyMap<string, string>;
  readonly endpoint: string | undefined;
  readonly region: string | undefined;
  readonly credentials: string | undefined;
  readonly config: string | undefined;
  readonly functions: string | undefined;
  readonly functionEnvironment: Readonly<Record<string, string>>;
  readonly modules: string | undefined;
  readonly gateway: string | undefined;
  readonly gatewayUrl: string | undefined;
  readonly dynamodb: string | undefined;
  readonly s3: string | undefined;
  readonly amplifyOutputs: string | undefined;
  readonly action: 'deploy' | 'plan' | 'delete' | 'list';
  readonly yes: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

export class UsageError extends Error {}

interface Flag {
  readonly name: string;
  readonly value?: string;
  readonly help: string;
  readonly multiple?: true;
}

const FLAGS: readonly Flag[] = [
  { name: 'stack', value: '<name>', help: 'Name of the stack. Unset: the name of the file.' },
  {
    name: 'parameter',
    value: '<name>=<value>',
    help: 'A parameter of the template; any number of them.',
    multiple: true,
  },
  { name: 'parameters', value: '<file>', help: 'Parameters in JSON, as the AWS CLI or a mapping writes them.' },
  { name: 'plan', help: 'Shows what would be done, and does nothing. Exit code 3 when there is something to do.' },
  { name: 'yes', help: 'Does not ask before it begins.' },
  { name: 'json', help: 'Prints the outputs (with --plan the plan) as JSON.' },
  { name: 'delete', help: 'Deletes the stack.' },
  { name: 'list', help: 'Lists the stacks whose records lie beside the template (or here).' },
  { name: 'endpoint', value: '<url>', help: 'The service. Unset: public-url of the configuration, or localhost.' },
  { name: 'region', value: '<region>', help: 'Unset: that of the credentials, or of the configuration.' },
  {
    name: 'credentials',
    value: '<file>',
    help: 'Shared-credentials file. Unset: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the one in the data directory.',
  },
  {
    name: 'functions',
    value: '<folder>',
    help: "Where functions are written. Unset: the folder of the server's option functions.",
  },
  { name: 'function-env', value: '<name>=<value>', help: 'A variable that every function gets.', multiple: true },
  { name: 'modules', value: '<folder>', help: 'Folder of packages (node_modules) that inline code may import.' },
  {
    name: 'gateway',
    value: '<folder>',
    help: "Where OpenAPI documents are written. Unset: the folder of the server's option gateway.",
  },
  { name: 'gateway-url', value: '<url>', help: 'Where clients reach the gateway; stands in outputs.' },
  { name: 'dynamodb', value: '<url>', help: 'DynamoDB-compatible backend. Unset: that of the option services.' },
  { name: 's3', value: '<url>', help: 'S3-compatible backend. Unset: that of the option services.' },
  { name: 'amplify-outputs', value: '<file>', help: 'Writes an amplify_outputs.json of the stack.' },
  { name: 'config', value: '<path>', help: "The server's configuration file; ./poolhouse.yaml when there is one." },
  { name: 'help', help: '' },
];

export const helpText = (): string => {
  const rows = FLAGS.map(({ name, value, help }) => [`--${name}${value ? ` ${value}` : ''}`, help] as const);
  const width = Math.max(...rows.map(([flag]) => flag.length));
  return [
    'Usage: poolhouse deploy <template.yaml | template.json | cdk.out> [options]',
    '',
    'Applies a CloudFormation, SAM or synthesized CDK template (docs/deploy.md).',
    '',
    ...rows.map(([flag, help]) => `  ${flag.padEnd(width)}  ${help}`.trimEnd()),
    '',
  ].join('\n');
};

/** @throws UsageError */
export const readDeployArguments = (args: readonly string[]): DeployArguments => {
  const options: ParseArgsOptionsConfig = Object.fromEntries(
    FLAGS.map(({ name, value, multiple }) => [
      name,
      { type: value ? 'string' : 'boolean', ...(multiple && { multiple }), ...(name === 'help' && { short: 'h' }) },
    ]),
  );
  const { values, positionals } = parsed(args, options);
  const text = (name: string): string | undefined => values[name] as string | undefined;
  const is = (name: string): boolean => values[name] === true;
  const [template, extra] = positionals;
  if (extra !== undefined) throw new UsageError(`Unexpected argument: ${extra}`);
  const actions = (['plan', 'delete', 'list'] as const).filter(is);
  if (actions.length > 1) throw new UsageError(`--${actions.join(' and --')} do not go together`);
  const file = text('parameters');
  return {
    template,
    stack: text('stack'),
    parameters: new Map([...(file ? parametersIn(file) : []), ...pairs(values['parameter'], '--parameter')]),
    endpoint: text('endpoint'),
    region: text('region'),
    credentials: text('credentials'),
    config: text('config'),
    functions: text('functions'),
    functionEnvironment: Object.fromEntries(pairs(values['function-env'], '--function-env')),
    modules: text('modules'),
    gateway: text('gateway'),
    gatewayUrl: text('gateway-url')?.replace(/\/+$/, ''),
    dynamodb: text('dynamodb'),
    s3: text('s3'),
    amplifyOutputs: text('amplify-outputs'),
    action: actions[0] ?? 'deploy',
    yes: is('yes'),
    json: is('json'),
    help: is('help'),
  };
};

const parsed = (args: readonly string[], options: ParseArgsOptionsConfig) => {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message.split('. To specify')[0] : String(error));
  }
};

const pairs = (given: unknown, flag: string): [string, string][] =>
  ((given ?? []) as string[]).map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw new UsageError(`${flag} must be name=value`);
    return [pair.slice(0, at), pair.slice(at + 1)];
  });

/** `[{ "ParameterKey": …, "ParameterValue": … }]`, `{ "Parameters": { … } }` or `{ "Name": "value" }`. */
const parametersIn = (file: string): [string, string][] => {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (Array.isArray(content)) {
    return content.map(({ ParameterKey, ParameterValue }) => [String(ParameterKey), String(ParameterValue)]);
  }
  const { Parameters = content } = content as { Parameters?: unknown };
  return Object.entries(Parameters as object).map(([name, value]) => [name, String(value)]);
};
