/**
 * The option `services`: what stands behind the gateway and speaks an API of AWS's. A mapping from the name that
 * credential scopes give a service (`s3`, `dynamodb`, `sqs` …) to where it is and whose keys it knows.
 */
import { resolve } from 'node:path';
import { flag, type Kind, list, oneOf, path, Refused, text, url } from './kinds.ts';

export interface ServiceTarget {
  /** Scheme, host, port and, where everything lies below one, a path; without a trailing slash. */
  readonly endpoint: string;
  /** Unset: the operator's. Requests for another region are refused, and ARNs name this one. */
  readonly region?: string;
  /** Unset: the operator's. */
  readonly account?: string;
  readonly credentials: ServiceCredentials;
  /** S3: the bucket stands in the path, not before the endpoint's host. */
  readonly forcePathStyle: boolean;
  /** S3: names below which the first labels are a bucket, beside `localhost` and names with an `s3` label. */
  readonly hosts: readonly string[];
  /** S3: checksums that come after a body travel on with it; else they are checked here and end here. */
  readonly checksumTrailers: boolean;
  /** Whose pages may call: the gateway answers browsers for these, or the backend does. */
  readonly cors: 'backend' | { readonly origins: readonly string[] };
}

export type ServiceCredentials =
  | {
      readonly kind: 'given';
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
      readonly sessionToken?: string;
    }
  /** An AWS shared-credentials file, read again when it changes. */
  | { readonly kind: 'file'; readonly file: string; readonly profile: string }
  /** AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN. */
  | { readonly kind: 'environment' };

export type ServiceTargets = Readonly<Record<string, ServiceTarget>>;

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const serviceTargets = (): Kind<ServiceTargets> => ({
  placeholder: '<name>=<endpoint>',
  parse(raw) {
    const given = typeof raw === 'string' ? fromText(raw) : raw;
    if (!isFields(given)) throw new Refused('must be a mapping from names of services to where they are');
    return Object.fromEntries(
      Object.entries(given).map(([name, fields]) => [name, within(name, () => targetOf(name, fields))]),
    );
  },
});

/** `s3=http://127.0.0.1:9000,dynamodb=http://127.0.0.1:8000`, with credentials from the environment. */
const fromText = (raw: string): Fields =>
  Object.fromEntries(
    raw.split(',').map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new Refused('must be name=endpoint pairs with commas between');
      return [pair.slice(0, at).trim(), { endpoint: pair.slice(at + 1).trim() }];
    }),
  );

const targetOf = (name: string, fields: unknown): ServiceTarget => {
  if (!/^[a-z][a-z0-9-]{0,62}$/.test(name)) throw new Refused('is no name of a service as credential scopes give it');
  if (name === 'execute-api') throw new Refused('is the gateway itself: its APIs come from documents');
  if (!isFields(fields)) throw new Refused('must be a mapping with endpoint');
  const known = new Set<string>();
  const read = <T>(field: string, kind: Kind<T>): T | undefined => {
    known.add(field);
    const value = fields[field];
    return value === undefined || value === null ? undefined : within(field, () => kind.parse(value));
  };
  const target = fieldsOf(read);
  const unknown = Object.keys(fields).find((field) => !known.has(field));
  if (unknown !== undefined) throw new Refused(`unknown key ${unknown}`);
  return target;
};

type Read = <T>(field: string, kind: Kind<T>) => T | undefined;

const REGION = { pattern: /^[a-z]{2}(-[a-z]+)+-\d+$/, expected: 'a region name like us-east-1' };
const HOST = { pattern: /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, expected: 'a host name in lower case, without a port' };

const fieldsOf = (read: Read): ServiceTarget => {
  const endpoint = read('endpoint', url('<url>', { protocols: ['https:', 'http:'], base: true }));
  if (endpoint === undefined) throw new Refused('endpoint: is needed');
  const region = read('region', text('<region>', REGION));
  const account = read('account', text('<12 digits>', { pattern: /^\d{12}$/, expected: '12 digits' }));
  return {
    endpoint,
    ...(region !== undefined && { region }),
    ...(account !== undefined && { account }),
    credentials: credentialsOf(read),
    forcePathStyle: read('force-path-style', flag()) ?? true,
    hosts: read('hosts', list('<name>', text('<name>', HOST))) ?? [],
    checksumTrailers: read('checksum-trailers', flag()) ?? true,
    cors: corsOf(read),
  };
};

const credentialsOf = (read: Read): ServiceCredentials => {
  const accessKeyId = read('access-key-id', text('<key>'));
  const secretAccessKey = read('secret-access-key', text('<secret>'));
  const sessionToken = read('session-token', text('<token>'));
  const file = read('credentials-file', path());
  const profile = read('profile', text('<profile>')) ?? 'default';
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    throw new Refused('access-key-id and secret-access-key go together: set both');
  }
  if (accessKeyId !== undefined && file !== undefined) throw new Refused('has keys and a credentials-file: set one');
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    return { kind: 'given', accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
  }
  return file === undefined ? { kind: 'environment' } : { kind: 'file', file, profile };
};

const ORIGIN = { pattern: /^(\*|https?:\/\/[^/\s]+)$/, expected: 'an origin like https://app.example, or *' };

const corsOf = (read: Read): ServiceTarget['cors'] => {
  const who = read('cors', oneOf('backend', 'gateway')) ?? 'gateway';
  const origins = read('allowed-origins', list('<origin>', text('<origin>', ORIGIN))) ?? ['*'];
  return who === 'backend' ? 'backend' : { origins };
};

/** Relative paths of a configuration file start at the file's folder. */
export const resolveServicePaths = (value: unknown, folder: string): unknown => {
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, fields]) => {
      const file = isFields(fields) ? fields['credentials-file'] : undefined;
      const found = typeof file === 'string' && file !== '';
      return [name, found ? { ...(fields as Fields), 'credentials-file': resolve(folder, file) } : fields];
    }),
  );
};

/** For `poolhouse config`: without secrets. */
export const shownServices = (targets: ServiceTargets): string =>
  `{${Object.entries(targets)
    .map(([name, { endpoint }]) => `${name}: {endpoint: ${endpoint}}`)
    .join(', ')}}`;

/** Says where in the mapping something is wrong. */
const within = <T>(place: string, act: () => T): T => {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const isWhole = error.message.startsWith('must ') || error.message.startsWith('is ');
    throw new Refused(`${place}${isWhole ? ' ' : ': '}${error.message}`);
  }
};
