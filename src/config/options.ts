/**
 * Every option, one row each: flags, environment names, help, `poolhouse config` and docs/configuration.md all come
 * from this table. The key `dataDir` is `data-dir` in the file, `--data-dir` as a flag, `POOLHOUSE_DATA_DIR` in the
 * environment.
 */
import { availableParallelism } from 'node:os';
import { functionRoutes } from './functions.ts';
import { gatewayEntries } from './gateway.ts';
import { decimal, flag, integer, type Kind, list, mapping, oneOf, path, text, url } from './kinds.ts';
import { RATE_CATEGORIES } from './rate-categories.ts';
import { serviceTargets } from './services.ts';

export type Mode = 'dev' | 'serve';

export interface Option<T> {
  readonly kind: Kind<T>;
  /** Undefined: unset. */
  readonly default?: NoInfer<T> | { readonly dev?: NoInfer<T>; readonly serve?: NoInfer<T> };
  /** Masked wherever it is printed, and not a flag: other users of the machine can read command lines. */
  readonly secret?: boolean;
  /** What the value is when unset, where that is computed. */
  readonly unset?: string;
  readonly help: string;
}

const row = <T>(option: Option<T>): Option<T> => option;

/** For options that always have a value, so that their type is without `undefined`. */
const set = <T>(option: Option<T> & { default: unknown }): Option<T> & { always: true } => ({
  ...option,
  always: true,
});

export const OPTIONS = {
  port: set({
    kind: integer('<port>', 0, 65_535),
    default: 7665,
    help: 'TCP port to listen on; 0 takes a free one.',
  }),
  host: set({
    kind: list('<address>', text('<address>')),
    default: { dev: ['127.0.0.1', '::1'], serve: ['*'] },
    help: 'Addresses to listen on; * is every address of the machine. `dev` takes loopback addresses only.',
  }),
  dataDir: set({
    kind: path(),
    default: './data',
    help: "Folder for the embedded database, the generated master key and the operator's credentials.",
  }),
  databaseUrl: row({
    kind: url('postgres://…', { protocols: ['postgres:', 'postgresql:'] }),
    unset: 'SQLite in the data directory',
    help: 'PostgreSQL, or a database that speaks its protocol.',
  }),
  publicUrl: row({
    kind: url('<url>', { protocols: ['https:', 'http:'], base: true }),
    unset: 'http(s)://localhost:<port>',
    help: 'Where clients and people reach the service; stands in links of messages and, unless set apart, in tokens.',
  }),
  issuerUrl: row({
    kind: url('<url>', { protocols: ['https:', 'http:'], base: true }),
    unset: 'the public URL',
    help: 'Base of the token issuer: tokens say {issuer-url}/{pool id}.',
  }),
  masterKeyFile: row({
    kind: path(),
    unset: 'master.key in the data directory',
    help: 'File with the master key that seals every secret at rest (`poolhouse keys generate` makes one).',
  }),
  masterKey: row({
    kind: text('<key>', {
      pattern: /^.{32,}/s,
      expected: '32 random bytes in hex or base64, or the content of a key file',
    }),
    secret: true,
    help: 'The master key itself, where a file does not suit. Takes precedence over the file.',
  }),
  tlsCertFile: row({
    kind: path(),
    help: 'PEM certificate chain; with tls-key-file the service answers HTTPS itself. Reloaded when the file changes.',
  }),
  tlsKeyFile: row({
    kind: path(),
    help: 'PEM private key of the certificate.',
  }),
  trustedProxy: set({
    kind: list('<address or CIDR>', text('<address or CIDR>')),
    default: [],
    help: 'Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed; from anyone else they are ignored.',
  }),
  proxyTerminatesTls: set({
    kind: flag(),
    default: false,
    help: 'States that a proxy in front speaks HTTPS with clients, so that `serve` may listen in plain HTTP.',
  }),
  region: set({
    kind: text('<region>', { pattern: /^[a-z]{2}(-[a-z]+)+-\d+$/, expected: 'a region name like us-east-1' }),
    default: 'us-east-1',
    help: "Region in the operator's credentials file and of the demo pool.",
  }),
  account: set({
    kind: text('<12 digits>', { pattern: /^\d{12}$/, expected: '12 digits' }),
    default: '000000000000',
    help: "Account of the operator's access key; it stands in ARNs.",
  }),
  allowedOrigins: set({
    kind: list('<origin>', url('<origin>', { protocols: ['https:', 'http:'], base: true })),
    default: [],
    help: 'In `dev`: origins of browser apps that may call beside localhost, like https://app.test:3000.',
  }),
  anyAccessKey: set({
    kind: flag(),
    default: { dev: true, serve: false },
    help: "Takes any unknown access key on signed operations as the operator's. For `dev` only.",
  }),
  demo: set({
    kind: flag(),
    default: { dev: true, serve: false },
    help: 'Creates a demo pool and app client on first run.',
  }),
  mailbox: set({
    kind: flag(),
    default: { dev: true, serve: false },
    help: 'Keeps sent messages in a mailbox (page at /mailbox) instead of delivering them. For `dev` only.',
  }),
  localHttps: set({
    kind: flag(),
    default: { dev: true, serve: false },
    help: 'Answers HTTPS too, on the same port, with certificates of an authority of its own for names of this machine (docs/local-https.md). For `dev` only.',
  }),
  mockProviders: set({
    kind: flag(),
    default: { dev: true, serve: false },
    help: 'Imitates Google, Facebook, Amazon, Apple and a SAML identity provider (page at /mocks, docs/mock-providers.md). For `dev` only.',
  }),
  smtpUrl: row({
    kind: url('smtp(s)://user:password@host:port', { protocols: ['smtp:', 'smtps:'] }),
    help: 'Mail server for e-mail. Without it e-mails wait in the outbox.',
  }),
  mailFrom: row({
    kind: text('<address>', {
      pattern: /^[^\r\n]*[^\s@]+@[^\s@]+$|^[^\r\n]+<[^\s@]+@[^\s@]+>$/,
      expected: 'an e-mail address, with a name if you like: Name <a@b.c>',
    }),
    help: 'Sender of e-mails.',
  }),
  smsWebhookUrl: row({
    kind: url('<url>', { protocols: ['https:', 'http:'] }),
    help: 'Where SMS messages are sent as JSON by POST. Without it they wait in the outbox.',
  }),
  smsWebhookSecret: row({
    kind: text('<secret>', { pattern: /^.{16,}$/, expected: 'at least 16 characters' }),
    secret: true,
    help: 'Signs the webhook requests (HMAC-SHA-256) so that the receiver can tell them from forged ones.',
  }),
  functions: set({
    kind: functionRoutes(),
    default: [],
    help: 'Where the functions behind Lambda ARNs run: a folder of functions, or in the file a mapping from names to targets (docs/functions.md).',
  }),
  lambdaEndpoint: row({
    kind: url('<url>', { protocols: ['https:', 'http:'], base: true }),
    help: "Runs functions that `functions` does not name: AWS Lambda's endpoint, or any that speaks its Invoke API.",
  }),
  recordInvocations: set({
    kind: flag(),
    default: { dev: true, serve: false },
    help: 'Keeps the events and answers of functions, sealed, for `poolhouse trigger list` and `replay`.',
  }),
  kmsEndpoint: row({
    kind: url('<url>', { protocols: ['https:', 'http:'], base: true }),
    unset: 'Poolhouse makes and keeps such keys itself',
    help: "Key service for codes of custom senders: AWS KMS's endpoint, or any that speaks its API.",
  }),
  credentialsFrom: set({
    kind: mapping(
      '<identity pool id>=<url>',
      text('<identity pool id>', { pattern: /^(\*|[\w-]+:[0-9a-f-]+)$/, expected: 'the id of an identity pool, or *' }),
      url('<url>', { protocols: ['https:', 'http:'], base: true }),
    ),
    default: {},
    help: 'Identity pools whose credentials another STS gives: that of an AWS account or of an S3-compatible store (docs/identity-pools.md). * stands for all others.',
  }),
  gateway: set({
    kind: gatewayEntries(),
    default: [],
    help: 'OpenAPI documents that the gateway serves: a file, a folder of them, or in the file a mapping from names to documents (docs/gateway.md). Without any the gateway is off.',
  }),
  services: set({
    kind: serviceTargets(),
    default: {},
    help: 'AWS services behind the gateway: from the name of a service (s3, dynamodb …) to the endpoint of what speaks its API, and in the file with credentials, region and more (docs/aws-services.md).',
  }),
  gatewayPort: set({
    kind: integer('<port>', 0, 65_535),
    default: 7666,
    help: 'TCP port of the gateway; 0 takes a free one.',
  }),
  gatewayHost: row({
    kind: list('<address>', text('<address>')),
    unset: 'those of host',
    help: 'Addresses that the gateway listens on.',
  }),
  gatewayRevocation: set({
    kind: flag(),
    default: true,
    help: 'The gateway refuses tokens that were revoked and those of users who are disabled, deleted or signed out everywhere, within a second; Amazon API Gateway takes them until they expire.',
  }),
  gatewayUnsignedPayload: set({
    kind: flag(),
    default: false,
    help: 'Takes requests signed for execute-api whose body is not under the signature (x-amz-content-sha256: UNSIGNED-PAYLOAD); such bodies stream.',
  }),
  gatewayForwardAuth: set({
    kind: list('<address or CIDR>', text('<address or CIDR>')),
    default: { dev: ['127.0.0.1', '::1'], serve: [] },
    help: 'Proxies that may ask /_poolhouse/authorize on the gateway’s port whether a request may pass (docs/gateway.md).',
  }),
  pagePreview: set({
    kind: flag(),
    default: { dev: true, serve: false },
    help: 'Shows every hosted page with made-up data at /preview of a pool domain (docs/hosted-pages.md); it names the app clients of the pool to everyone.',
  }),
  pageTexts: row({
    kind: path(),
    help: "Folder with texts of the hosted pages that are to differ from Poolhouse's own: all.yaml and {pool id}.yaml (docs/hosted-pages.md).",
  }),
  extendedSearch: set({
    kind: flag(),
    default: false,
    help: "Lets ListUsers search beyond Amazon Cognito's filters: custom attributes, `*=` (contains), `and` (docs/search.md).",
  }),
  rateLimits: set({
    kind: flag(),
    default: { dev: false, serve: true },
    help: 'Limits requests per operation category as Amazon Cognito does (TooManyRequestsException).',
  }),
  rateLimitFactor: set({
    kind: decimal('<number>', 0.01, 100_000),
    default: 10,
    help: "Multiplies Amazon Cognito's default quotas, which are the limits at 1.",
  }),
  rateLimitOverrides: set({
    kind: mapping('<category>=<requests per second>', oneOf(...RATE_CATEGORIES), decimal('<rate>', 0.1, 10_000_000)),
    default: {},
    help: `Requests per second of single categories: ${RATE_CATEGORIES.join(', ')}.`,
  }),
  outboundAllow: set({
    kind: list('<address or CIDR>', text('<address or CIDR>')),
    default: [],
    help: 'Inner addresses that may be asked all the same where pool owners name a URL (SAML metadata, OIDC discovery).',
  }),
  outboundCaFile: row({
    kind: path(),
    help: 'PEM certificates of authorities to trust, beside the well-known ones, in requests to such URLs.',
  }),
  cryptoThreads: set({
    kind: integer('<count>', 1, 256),
    default: availableParallelism(),
    unset: 'one for each CPU',
    help: 'Threads for password and signature arithmetic.',
  }),
  logLevel: set({
    kind: oneOf('debug', 'info', 'warn', 'error', 'silent'),
    default: 'info',
    help: 'Least level that is logged.',
  }),
  logFormat: set({
    kind: oneOf('json', 'pretty'),
    default: { dev: 'pretty', serve: 'json' },
    help: 'Structured JSON lines, or lines for people.',
  }),
  shutdownGrace: set({
    kind: integer('<seconds>', 0, 3600),
    default: { dev: 2, serve: 25 },
    help: 'Seconds that running requests get to finish after SIGTERM.',
  }),
  metricsToken: row({
    kind: text('<token>', { pattern: /^[\x21-\x7e]{16,}$/, expected: 'at least 16 visible ASCII characters' }),
    secret: true,
    unset: '/metrics answers loopback only',
    help: 'Bearer token that /metrics asks for.',
  }),
} as const satisfies Record<string, Option<never> | Option<unknown>>;

export type OptionKey = keyof typeof OPTIONS;
export const OPTION_KEYS = Object.keys(OPTIONS) as OptionKey[];

type ValueOf<Row> = Row extends { kind: Kind<infer T> } ? (Row extends { always: true } ? T : T | undefined) : never;

export type Settings = { readonly [Key in OptionKey]: ValueOf<(typeof OPTIONS)[Key]> };

export const optionOf = (key: OptionKey): Option<unknown> => OPTIONS[key] as Option<unknown>;

export const kebab = (key: string): string => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
export const envName = (key: string): string => `POOLHOUSE_${kebab(key).replaceAll('-', '_').toUpperCase()}`;

export const defaultOf = (key: OptionKey, mode: Mode): unknown => {
  const value = optionOf(key).default;
  const perMode = typeof value === 'object' && value !== null && ('dev' in value || 'serve' in value);
  return perMode ? (value as { dev?: unknown; serve?: unknown })[mode] : value;
};
