/** What `dev` prints once it answers. */
import { join } from 'node:path';

export interface Started {
  readonly url: string;
  readonly demo?: { readonly poolId: string; readonly clientId: string; readonly loginPages: boolean } | undefined;
  /** Of the gateway, where it is on. */
  readonly gatewayPort?: number | undefined;
  readonly credentialsFile: string;
  /** Absent where HTTPS is off, or has a certificate of one's own. */
  readonly authorityFile?: string | undefined;
}

export interface WelcomeOptions {
  readonly region: string;
  readonly mailbox: boolean;
  readonly mockProviders: boolean;
  readonly version: string;
  readonly colour: boolean;
  /** Paths below it are shown relative. */
  readonly cwd: string;
}

export const welcome = (started: Started, options: WelcomeOptions): string => {
  const paint = painter(options.colour);
  const credentials = relativeTo(options.cwd, started.credentialsFile);
  const { url, demo, gatewayPort, authorityFile: authority } = started;
  const facts: [string, string | false | undefined][] = [
    ['Endpoint', paint.strong(url)],
    ['User pool', demo?.poolId],
    ['App client', demo?.clientId],
    ['Login page', demo?.loginPages && paint.strong(`${url}/demo`)],
    ['Mailbox', options.mailbox && `${url}/mailbox`],
    ['Mock IdPs', options.mockProviders && `${url}/mocks`],
    ['Gateway', gatewayPort !== undefined && url.replace(/:\d+$/, `:${gatewayPort}`)],
    ['Credentials', credentials],
    ['HTTPS', authority && `${url.replace('http:', 'https:')}, by the authority ${relativeTo(options.cwd, authority)}`],
  ];
  return [
    '',
    `  ${paint.accent('▲')} ${paint.strong('Poolhouse')} ${paint.faint(`${options.version} · development`)}`,
    '',
    ...facts.flatMap(([name, value]) => (value ? [`  ${paint.faint(name.padEnd(12))}${value}`] : [])),
    '',
    `  ${paint.faint('Try it')}`,
    `  AWS_SHARED_CREDENTIALS_FILE=${credentials} aws cognito-idp ${cliArguments(started)} --region ${options.region} --endpoint-url ${started.url}`,
    `  ${nodeSnippet(started, options.region)}`,
    ...(authority ? trustLines(authority, paint.faint) : []),
    '',
    '',
  ].join('\n');
};

/** The file is an authority for localhost and names below it alone. */
const trustLines = (file: string, faint: (text: string) => string): string[] => [
  '',
  `  ${faint('Trust its HTTPS (names of this machine only; docs/local-https.md)')}`,
  `  ${faint('Node'.padEnd(12))}NODE_EXTRA_CA_CERTS=${file}`,
  `  ${faint('Browsers'.padEnd(12))}import ${file} as an authority for websites`,
  `  ${faint('Chromium'.padEnd(12))}certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n Poolhouse -i ${file}   ${faint('(Linux)')}`,
];

const cliArguments = ({ demo }: Started): string =>
  demo ? `list-users --user-pool-id ${demo.poolId}` : 'list-user-pools --max-results 10';

/** For any shell, Windows' too: double quotes outside, single ones inside, and no `!`, `$` or backtick. */
const nodeSnippet = ({ url, demo }: Started, region: string): string => {
  const client = `new CognitoIdentityProvider({ region: '${region}', endpoint: '${url}' })`;
  const call = demo
    ? `signUp({ ClientId: '${demo.clientId}', Username: 'me@example.com', Password: 'Correct-horse-1' })`
    : 'listUserPools({ MaxResults: 10 })';
  const load = "import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider'";
  return `node --input-type=module -e "${load}; console.log(await ${client}.${call})"`;
};

const relativeTo = (folder: string, file: string): string =>
  file.startsWith(join(folder, '/')) ? `./${file.slice(folder.length + 1)}` : file;

const painter = (colour: boolean) => {
  const with_ = (code: string) => (text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  return { strong: with_('1'), faint: with_('2'), accent: with_('36') };
};
