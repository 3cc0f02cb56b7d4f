/**
 * SimpleSAMLphp as the identity provider, where a machine has it. POOLHOUSE_SIMPLESAMLPHP names a folder into which
 * Debian's packages were unpacked (`dpkg -x`): simplesamlphp, php8.2-cli, php8.2-common, php8.2-xml, php8.2-mbstring.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createKey } from './key.ts';

export interface SimpleSaml {
  readonly metadata: string;
  readonly url: string;
  /** What it is to know of the pool. */
  trust(pool: { entityId: string; site: string; signing: string; encryption: string | undefined }): void;
  stop(): Promise<void>;
}

const EXTENSIONS = [
  'ctype',
  'dom',
  'iconv',
  'mbstring',
  'posix',
  'simplexml',
  'tokenizer',
  'xml',
  'xmlreader',
  'xmlwriter',
];

export const startSimpleSaml = async (root: string): Promise<SimpleSaml> => {
  const folder = mkdtempSync(join(tmpdir(), 'poolhouse-simplesaml-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  await configure(root, folder, url);
  const modules = join(root, 'usr/lib/php/20220829');
  const child = spawn(
    join(root, 'usr/bin/php8.2'),
    [
      '-n',
      ...[`extension_dir=${modules}`, ...EXTENSIONS.map((name) => `extension=${name}`)].flatMap((one) => ['-d', one]),
      ...['-d', `session.save_path=${folder}`, '-d', 'display_errors=0', '-d', 'error_reporting=0'],
      ...['-S', `127.0.0.1:${port}`, '-t', join(root, 'usr/share/simplesamlphp/www')],
    ],
    { env: { ...process.env, SIMPLESAMLPHP_CONFIG_DIR: folder }, stdio: 'ignore' },
  );
  const stop = async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill();
    await gone;
    rmSync(folder, { recursive: true });
  };
  return {
    url,
    metadata: await metadataOf(`${url}/saml2/idp/metadata.php`).catch(async (error: unknown) => {
      await stop();
      throw error;
    }),
    trust: (pool) => writeFileSync(join(folder, 'metadata/saml20-sp-remote.php'), remote(pool)),
    stop,
  };
};

const metadataOf = async (address: string): Promise<string> => {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const answer = await fetch(address).catch(() => undefined);
    if (answer?.ok) return answer.text();
    await sleep(100);
  }
  throw new Error('SimpleSAMLphp does not answer');
};

const configure = async (root: string, folder: string, url: string): Promise<void> => {
  const etc = join(root, 'etc/simplesamlphp');
  cpSync(etc, folder, { recursive: true, dereference: true });
  for (const name of ['metadata', 'cert', 'log', 'tmp', 'data']) mkdirSync(join(folder, name), { recursive: true });
  const key = await createKey('simplesamlphp');
  writeFileSync(join(folder, 'cert/idp.crt'), key.certificatePem);
  writeFileSync(join(folder, 'cert/idp.pem'), key.privatePem);
  const settings: Record<string, string> = {
    baseurlpath: `'${url}/'`,
    certdir: `'${folder}/cert/'`,
    loggingdir: `'${folder}/log/'`,
    datadir: `'${folder}/data/'`,
    tempdir: `'${folder}/tmp'`,
    metadatadir: `'${folder}/metadata/'`,
    attributenamemapdir: `'${etc}/attributemap/'`,
    secretsalt: `'${crypto.randomUUID()}'`,
    'auth.adminpassword': `'${crypto.randomUUID()}'`,
    'enable.saml20-idp': 'true',
    'module.enable': `['exampleauth' => true, 'core' => true, 'saml' => true]`,
    'session.cookie.secure': 'false',
    'session.cookie.samesite': 'null',
    'logging.handler': `'file'`,
    'logging.level': 'SimpleSAML\\Logger::INFO',
    'statistics.out': '[]',
    'metadata.sources': `[['type' => 'flatfile']]`,
    'store.type': `'phpsession'`,
    'session.phpsession.savepath': `'${folder}/tmp'`,
  };
  const lines = Object.entries(settings).map(([name, value]) => `$config['${name}'] = ${value};`);
  // Debian's reads secrets that its installation makes.
  const shipped = readFileSync(join(etc, 'config.php'), 'utf8').replace(/^require_once.*$/m, '');
  writeFileSync(join(folder, 'config.php'), `${shipped}\n${lines.join('\n')}\n`);
  const person = `'uid' => ['ann-1'], 'mail' => ['ann@example.com'], 'groups' => ['staff', 'a b,c']`;
  writeFileSync(
    join(folder, 'authsources.php'),
    `<?php\n$config = ['example' => ['exampleauth:StaticSource', ${person}]];\n`,
  );
  writeFileSync(join(folder, 'metadata/saml20-idp-hosted.php'), hosted);
};

const hosted = `<?php
$metadata['__DYNAMIC:1__'] = [
  'host' => '__DEFAULT__',
  'privatekey' => 'idp.pem',
  'certificate' => 'idp.crt',
  'auth' => 'example',
  'signature.algorithm' => 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'saml20.sign.response' => true,
  'saml20.sign.assertion' => true,
  'sign.logout' => true,
  'redirect.sign' => true,
  'NameIDFormat' => 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  'authproc' => [3 => ['class' => 'saml:AttributeNameID', 'attribute' => 'uid',
    'Format' => 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent']],
];
`;

const remote = ({ entityId, site, signing, encryption }: Parameters<SimpleSaml['trust']>[0]): string => {
  const keys = [
    `['type' => 'X509Certificate', 'signing' => true, 'encryption' => false, 'X509Certificate' => '${signing}']`,
  ];
  if (encryption) {
    keys.push(
      `['type' => 'X509Certificate', 'signing' => false, 'encryption' => true, 'X509Certificate' => '${encryption}']`,
    );
  }
  const binding = 'urn:oasis:names:tc:SAML:2.0:bindings';
  return `<?php
$metadata['${entityId}'] = [
  'AssertionConsumerService' => '${site}/saml2/idpresponse',
  'SingleLogoutService' => [['Binding' => '${binding}:HTTP-Redirect', 'Location' => '${site}/saml2/logout']],
  'NameIDFormat' => 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  'validate.authnrequest' => true,
  'validate.logout' => true,
  'sign.logout' => true,
  'keys' => [${keys.join(', ')}],
  'assertion.encryption' => ${encryption ? 'true' : 'false'},
];
`;
};

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
