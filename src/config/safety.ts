/** What `serve` refuses to start with. Each problem says what to set. */
import type { Config } from '../config.ts';
import { isLoopback } from './addresses.ts';
import { remoteUrls } from './functions.ts';
import { envName, kebab, OPTION_KEYS, type OptionKey, optionOf } from './options.ts';
import type { Problem } from './sources.ts';

export interface SafetyFacts {
  /** The master key file (given, or master.key in the data directory) is there. */
  readonly masterKeyFileExists: boolean;
}

type Check = (config: Config, facts: SafetyFacts) => Problem[];

/** Pure: the facts about the disk come in. An empty answer means safe. */
export const checkServeSafety = (config: Config, facts: SafetyFacts): Problem[] =>
  CHECKS.flatMap((check) => check(config, facts));

const problem = (key: OptionKey, message: string): Problem[] => [{ at: kebab(key), message }];
const isPublic = (config: Config): boolean => config.host.some((host) => !isLoopback(host));
/** The gateway may listen elsewhere than the service. */
const isAnyPublic = (config: Config): boolean =>
  isPublic(config) || (config.gatewayHost ?? []).some((host) => !isLoopback(host));

const masterKey: Check = (config, { masterKeyFileExists }) => {
  if (config.masterKey || masterKeyFileExists) return [];
  if (config.masterKeyFile) {
    return problem('masterKeyFile', `${config.masterKeyFile} does not exist; \`poolhouse keys generate\` makes one`);
  }
  return problem(
    'masterKeyFile',
    `no master key: run \`poolhouse keys generate\`, or set ${envName('masterKeyFile')} or ${envName('masterKey')}`,
  );
};

const devConveniences: Check = (config) => [
  ...(config.anyAccessKey
    ? problem('anyAccessKey', 'lets anyone act as the operator: set it off; it is for `dev`')
    : []),
  ...(config.mailbox ? problem('mailbox', 'shows codes and passwords to everyone: set it off; it is for `dev`') : []),
  ...(config.demo
    ? problem('demo', 'creates a demo pool that anyone can sign up to: set it off; it is for `dev`')
    : []),
  ...(config.localHttps
    ? problem('localHttps', 'is HTTPS for this machine alone: set it off, it is for `dev`, and set tls-cert-file')
    : []),
  ...(config.mockProviders
    ? problem('mockProviders', 'lets anyone sign in as anybody: set it off; it is for `dev`')
    : []),
];

const plainHttp: Check = (config) => {
  if (!isAnyPublic(config) || config.tlsCertFile) return [];
  if (!config.proxyTerminatesTls) {
    return problem(
      'proxyTerminatesTls',
      'plain HTTP on a public address: set tls-cert-file and tls-key-file; or, if a proxy in front speaks HTTPS, ' +
        'proxy-terminates-tls on and trusted-proxy; or host to 127.0.0.1',
    );
  }
  return config.trustedProxy.length > 0
    ? []
    : problem('trustedProxy', 'name the proxy that terminates TLS: set its address or CIDR');
};

const trustEveryone: Check = (config) =>
  config.trustedProxy.some((network) => network.endsWith('/0'))
    ? problem('trustedProxy', 'trusts every sender, so anyone can make up an address: name the proxy')
    : [];

const forwardAuthForEveryone: Check = (config) =>
  config.gatewayForwardAuth.some((network) => network.endsWith('/0'))
    ? problem('gatewayForwardAuth', 'answers everyone, whatever request they make up: name the proxies')
    : [];

const publicUrl: Check = (config) => {
  if (!isPublic(config)) return [];
  if (!config.publicUrl) return problem('publicUrl', 'set the URL under which clients reach the service (https://…)');
  const { protocol, hostname } = new URL(config.publicUrl);
  if (PLACEHOLDER_HOST.test(hostname)) return problem('publicUrl', `${hostname} is a placeholder: set the real name`);
  if (protocol !== 'https:') return problem('publicUrl', 'must be https: passwords and tokens travel to it');
  return [];
};

const issuerUrl: Check = ({ issuerUrl: url }) =>
  url && new URL(url).protocol !== 'https:' && !isLoopback(new URL(url).hostname)
    ? problem('issuerUrl', 'must be https: verifiers fetch the signing keys from it')
    : [];

const smsInClear: Check = ({ smsWebhookUrl: url }) =>
  url && new URL(url).protocol !== 'https:' && !isLoopback(new URL(url).hostname.replace(/^\[|\]$/g, ''))
    ? problem('smsWebhookUrl', 'must be https: codes travel to it')
    : [];

const isClear = (url: string): boolean => {
  const { protocol, hostname } = new URL(url);
  return protocol !== 'https:' && !isLoopback(hostname.replace(/^\[|\]$/g, ''));
};

const functionsInClear: Check = ({ functions, lambdaEndpoint, kmsEndpoint }) => [
  ...(remoteUrls(functions).some(isClear)
    ? problem('functions', 'addresses must be https: events carry passwords and codes')
    : []),
  ...(lambdaEndpoint && isClear(lambdaEndpoint)
    ? problem('lambdaEndpoint', 'must be https: events carry passwords and codes')
    : []),
  ...(kmsEndpoint && isClear(kmsEndpoint) ? problem('kmsEndpoint', 'must be https: it sends keys') : []),
];

const tokensInClear: Check = ({ credentialsFrom }) =>
  Object.values(credentialsFrom).some((url) => url !== undefined && isClear(url))
    ? problem('credentialsFrom', 'addresses must be https: tokens travel to them and credentials back')
    : [];

const PLACEHOLDER_HOST = /(^|\.)(example|invalid|test|localhost)(\.(com|org|net))?$/i;
const PLACEHOLDER =
  /change.?me|replace.?me|placeholder|example|password|your.?(secret|token|key)|^(.)\2+$|^(0123|1234|abcd)/i;

const placeholders: Check = (config) =>
  OPTION_KEYS.filter((key) => optionOf(key).secret).flatMap((key) => {
    const value = config[key];
    return typeof value === 'string' && PLACEHOLDER.test(value)
      ? problem(key, 'is a placeholder: make a random value, for example with `openssl rand -base64 32`')
      : [];
  });

const CHECKS: readonly Check[] = [
  masterKey,
  devConveniences,
  plainHttp,
  trustEveryone,
  forwardAuthForEveryone,
  publicUrl,
  issuerUrl,
  smsInClear,
  functionsInClear,
  tokensInClear,
  placeholders,
];
