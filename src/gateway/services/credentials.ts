/** The operator's own credentials, which the services behind the gateway know. */
import { readFile, stat } from 'node:fs/promises';
import type { ServiceCredentials } from '../../config/services.ts';
import { ServiceUnreachable } from './refused.ts';

export interface OperatorKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export type KeySource = () => Promise<OperatorKeys>;

/** A file that is written anew takes effect within this time (ms). */
const LOOK_AGAIN = 1_000;

export const keySource = (from: ServiceCredentials, env: Readonly<Record<string, string | undefined>>): KeySource => {
  if (from.kind === 'file') return fromFile(from.file, from.profile);
  const keys = from.kind === 'given' ? from : fromEnvironment(env);
  return async () => keys ?? missing('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set');
};

const fromEnvironment = (env: Readonly<Record<string, string | undefined>>): OperatorKeys | undefined => {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = env;
  return accessKeyId && secretAccessKey
    ? { accessKeyId, secretAccessKey, sessionToken: AWS_SESSION_TOKEN || undefined }
    : undefined;
};

const fromFile = (file: string, profile: string): KeySource => {
  let looked = Number.NEGATIVE_INFINITY;
  let written = 0;
  let keys: OperatorKeys | undefined;
  return async () => {
    if (performance.now() - looked > LOOK_AGAIN) {
      const { mtimeMs } = await reading(stat(file));
      if (mtimeMs !== written) keys = profileIn(await reading(readFile(file, 'utf8')), profile);
      written = mtimeMs;
      looked = performance.now();
    }
    return keys ?? missing(`${file} has no access key for the profile ${profile}`);
  };
};

const reading = <Result>(read: Promise<Result>): Promise<Result> =>
  read.catch((error: unknown) => {
    throw new ServiceUnreachable('the file of credentials cannot be read', { cause: error });
  });

/** AWS SDKs and Tools reference guide, "Shared config and credentials files". */
const profileIn = (text: string, profile: string): OperatorKeys | undefined => {
  const values = new Map<string, string>();
  let isWanted = false;
  for (const line of text.split(/\r?\n/)) {
    const section = /^\s*\[\s*(.+?)\s*\]/.exec(line)?.[1];
    if (section !== undefined) isWanted = section === profile;
    const [, name, value] = /^\s*(\w+)\s*=\s*(\S*)\s*$/.exec(line) ?? [];
    if (isWanted && name !== undefined && value !== undefined) values.set(name.toLowerCase(), value);
  }
  const accessKeyId = values.get('aws_access_key_id');
  const secretAccessKey = values.get('aws_secret_access_key');
  return accessKeyId && secretAccessKey
    ? { accessKeyId, secretAccessKey, sessionToken: values.get('aws_session_token') }
    : undefined;
};

const missing = (why: string): never => {
  throw new ServiceUnreachable(why);
};
