/** Writes docs/configuration.md from the table of options. `--check` only tells whether the file is current. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defaultOf, envName, kebab, OPTION_KEYS, type OptionKey, optionOf } from '../src/config/options.ts';

const FILE = new URL('../docs/configuration.md', import.meta.url);

const HEAD = `# Configuration

<!-- Generated from src/config/options.ts by \`npm run docs\`. -->

Every option can stand in a YAML file, in the environment and, unless it is a secret, on the command line. The command
line wins over the environment, the environment over the file, the file over the defaults. The file is
\`./poolhouse.yaml\` when there is one, or the one that \`--config\` or \`POOLHOUSE_CONFIG\` names; relative paths in it
start at its own folder. Unknown names are refused, with the nearest known one; every problem is listed at once. What
Kubernetes puts into the environment beside a service called \`poolhouse\` is passed over.

\`poolhouse config\` prints the values that \`poolhouse serve\` would run with, where each comes from, and no secret;
\`poolhouse config dev\` prints those of \`poolhouse dev\`.

\`\`\`yaml
# poolhouse.yaml
port: 7665
public-url: https://id.example.org
database-url: postgres://poolhouse@db.internal/poolhouse
master-key-file: /etc/poolhouse/master.key
proxy-terminates-tls: on
trusted-proxy: [10.0.0.0/8]
smtp-url: smtps://mail.internal
mail-from: Example <no-reply@example.org>
rate-limit-overrides: { UserAuthentication: 500 }
\`\`\`
`;

const TAIL = `
## What \`serve\` refuses

\`poolhouse serve\` does not start without a master key; with \`any-access-key\`, \`mailbox\` or \`demo\` on; in plain HTTP on
a public address, unless \`proxy-terminates-tls\` states that a proxy speaks HTTPS with clients and \`trusted-proxy\` names
it; with a \`public-url\` that is missing, not https or a placeholder while listening on a public address; with an
\`sms-webhook-url\`, \`lambda-endpoint\`, \`kms-endpoint\` or function in plain HTTP; with placeholder secrets. Each refusal
says what to set.

## The SMS webhook

An SMS leaves as \`POST\` with the JSON \`{ id, to, kind, userPoolId, username, body }\`. Answer 2xx once you have taken it
over. 400, 413 and 422 mean never; anything else, a redirect included, is tried again for about half an hour. The
\`idempotency-key\` header (also \`id\`) stays the same over all attempts. \`poolhouse-signature: t=<seconds>,v1=<hex>\` is the
HMAC-SHA-256 of \`<seconds>.<body>\` under \`sms-webhook-secret\`: compare it in constant time and refuse old seconds.
`;

const code = (text: string): string => `\`${text}\``;

const shown = (key: OptionKey, mode: 'dev' | 'serve'): string => {
  const value = defaultOf(key, mode);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  if (value === undefined || (typeof value === 'object' && value !== null)) return 'none';
  return String(value);
};

const defaultText = (key: OptionKey): string => {
  const { unset } = optionOf(key);
  if (unset) return unset;
  const [dev, serve] = [shown(key, 'dev'), shown(key, 'serve')];
  return dev === serve ? dev : `${dev} in \`dev\`, ${serve} in \`serve\``;
};

const section = (key: OptionKey): string => {
  const { help, kind, secret } = optionOf(key);
  const names = [code(envName(key)), secret ? 'no flag, because it is a secret' : code(`--${kebab(key)}`)].join(', ');
  return `### ${kebab(key)}\n\n${help}\n\n${names}. Value: ${code(kind.placeholder)}. Default: ${defaultText(key)}.\n`;
};

export const configurationDoc = (): string => [HEAD, '## Options\n', ...OPTION_KEYS.map(section)].join('\n') + TAIL;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const current = configurationDoc();
  if (process.argv.includes('--check')) process.exitCode = readFileSync(FILE, 'utf8') === current ? 0 : 1;
  else writeFileSync(FILE, current);
}
