/** Where a deployment goes: the service, the credentials, the backends, the folders. From flags, else the configuration. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceCredentials, ServiceTarget } from '../../config/services.ts';
import type { Config } from '../../config.ts';
import type { Credentials, Place } from '../client/send.ts';
import { DeployFailed } from '../problems.ts';
import type { DeployArguments } from './arguments.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Places {
  readonly service: Place;
  readonly dynamodb: Place | undefined;
  readonly s3: Place | undefined;
  readonly functions: string | undefined;
  readonly gateway: string | undefined;
  readonly gatewayUrl: string;
}

/** @throws DeployFailed */
export const placesOf = (given: DeployArguments, config: Config, env: Environment): Places => {
  const found = credentialsOf(given, config, env);
  const region = given.region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? found.region ?? config.region;
  const { credentials } = found;
  const { services } = config;
  const local = `http://localhost:${config.port}`;
  return {
    service: { endpoint: given.endpoint ?? config.publicUrl ?? local, region, credentials },
    dynamodb: backend(given.dynamodb, services['dynamodb'], region, credentials, env),
    s3: backend(given.s3, services['s3'], region, credentials, env),
    functions: given.functions ?? functionsOf(config),
    gateway: given.gateway ?? gatewayOf(config),
    gatewayUrl: given.gatewayUrl ?? `http://localhost:${config.gatewayPort}`,
  };
};

const credentialsOf = (
  { credentials: file }: DeployArguments,
  { dataDir }: Config,
  env: Environment,
): { credentials: Credentials; region?: string } => {
  const own = file === undefined ? fromEnvironment(env) : undefined;
  if (own) return { credentials: own };
  const path = file ?? join(dataDir, 'credentials');
  if (!existsSync(path)) {
    throw new DeployFailed(
      `Whose credentials? Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a file with --credentials (${path} is not there).`,
    );
  }
  return fromFile(path, 'default');
};

const fromEnvironment = (env: Environment): Credentials | undefined => {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: token } = env;
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(token && { sessionToken: token }) };
};

/** An AWS shared-credentials file. */
const fromFile = (path: string, profile: string): { credentials: Credentials; region?: string } => {
  const sections = readFileSync(path, 'utf8').split(/^\s*\[/m);
  const section = sections.find((each) => each.startsWith(`${profile}]`)) ?? '';
  const value = (name: string): string | undefined => new RegExp(`^\\s*${name}\\s*=\\s*(\\S+)`, 'm').exec(section)?.[1];
  const [accessKeyId, secretAccessKey] = [value('aws_access_key_id'), value('aws_secret_access_key')];
  if (!accessKeyId || !secretAccessKey) throw new DeployFailed(`${path} has no keys of the profile ${profile}`);
  const [sessionToken, region] = [value('aws_session_token'), value('region')];
  return {
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
    ...(region !== undefined && { region }),
  };
};

/** A backend's keys are the operator's own of that backend, never the service's where there are others. */
const backend = (
  endpoint: string | undefined,
  target: ServiceTarget | undefined,
  region: string,
  own: Credentials,
  env: Environment,
): Place | undefined => {
  if (endpoint === undefined && target === undefined) return undefined;
  return {
    endpoint: endpoint ?? target?.endpoint ?? '',
    region: target?.region ?? region,
    credentials: target ? backendCredentials(target.credentials, env) : (fromEnvironment(env) ?? own),
  };
};

const backendCredentials = (given: ServiceCredentials, env: Environment): Credentials => {
  switch (given.kind) {
    case 'given':
      return given;
    case 'file':
      return fromFile(given.file, given.profile).credentials;
    case 'environment': {
      const found = fromEnvironment(env);
      if (found) return found;
      throw new DeployFailed('services: the backend’s keys are to come from AWS_ACCESS_KEY_ID, which is not set');
    }
  }
};

const functionsOf = ({ functions }: Config): string | undefined => {
  for (const { target } of functions) if (target.kind === 'directory') return target.directory;
  return undefined;
};

/** A folder: documents of a mapping have names that this run does not know. */
const gatewayOf = ({ gateway }: Config): string | undefined =>
  gateway.find(
    ({ id, document }) => id === undefined && (statSync(document, { throwIfNoEntry: false })?.isDirectory() ?? false),
  )?.document;
