/** What `dev` prints once it answers. */
import { join } from 'node:path';

export interface Started {
  readonly url: string;
  readonly demo?: { readonly poolId: string; readonly clientId: string } | undefined;
  readonly credentialsFile: string;
}

export interface WelcomeOptions {
  readonly region: string;
  readonly mailbox: boolean;
  readonly version: string;
  readonly colour: boolean;
  /** Paths below it are shown relative. */
  readonly cwd: string;
}

export const welcome = (started: Started, options: WelcomeOptions): string => {
  const paint = painter(options.colour);
  const credentials = relativeTo(options.cwd, started.credentialsFile);
  const facts: [string, string][] = [
    ['Endpoint', paint.strong(started.url)],
    ...(started.demo ? demoFacts(started.demo) : []),
    ['Credentials', credentials],
    ...(options.mailbox ? ([['Mailbox', `${started.url}/mailbox`]] as [string, string][]) : []),
  ];
  return [
    '',
    `  ${paint.accent('▲')} ${paint.strong('Poolhouse')} ${paint.faint(`${options.version} · development`)}`,
    '',
    ...facts.map(([name, value]) => `  ${paint.faint(name.padEnd(12))}${value}`),
    '',
    `  ${paint.faint('Try it')}`,
    `  AWS_SHARED_CREDENTIALS_FILE=${credentials} aws cognito-idp ${cliArguments(started)} --region ${options.region} --endpoint-url ${started.url}`,
    `  ${nodeSnippet(started, options.region)}`,
    '',
    '',
  ].join('\n');
};

const demoFacts = (demo: { poolId: string; clientId: string }): [string, string][] => [
  ['User pool', demo.poolId],
  ['App client', demo.clientId],
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
