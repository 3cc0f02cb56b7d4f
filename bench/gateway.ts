/**
 * `node bench/gateway.ts [--seconds 5]`: what the gateway adds to a request, beside a bare proxy in the same run. Each
 * server is a process of its own: a trivial upstream, the bare proxy, Poolhouse. Latency is added time with one request
 * at a time; requests a second a core is by the CPU time of the server's process, with 32 at a time.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { AdminInitiateAuthCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '../src/crypto/sha256.ts';
import { createClient, createConfirmedUser, createPool, PASSWORD } from '../test/support/builders.ts';
import { drive, type Measured } from './load.ts';
import { freePort } from './server.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '5' } } });
const seconds = Number(values.seconds);

const AIMS = { jwt: 0.15, iam: 0.3 } as const;
const started: ChildProcess[] = [];
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

interface Place {
  readonly port: number;
  readonly pid: number;
}

const helper = async (role: string, ...more: string[]): Promise<Place> => {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./bare-proxy.js', import.meta.url)), role, ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.push(child);
  const [said] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { port: Number(said.toString()), pid: child.pid ?? 0 };
};

const ask = (port: number, path: string, headers: Record<string, string>) => (): Promise<void> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, headers, agent }, (answer) => {
      answer.resume();
      answer.once('end', () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`${path} answered ${answer.statusCode}`));
      });
    });
    sent.once('error', reject);
    sent.end();
  });

const scheme = (name: string, more: object) => ({
  [name]: { type: 'apiKey', name: 'Authorization', in: 'header', ...more },
});

const documentOf = (upstream: number, issuer: string, pool: string, client: string) => {
  const route = (security: object[]) => ({
    get: {
      security,
      'x-amazon-apigateway-integration': {
        type: 'http_proxy',
        httpMethod: 'GET',
        uri: `http://127.0.0.1:${upstream}/`,
      },
    },
  });
  const providerARNs = [`arn:aws:cognito-idp:us-east-1:000000000000:userpool/${pool}`];
  return {
    openapi: '3.0.1',
    info: { title: 'bench', version: '1' },
    paths: {
      '/open': route([]),
      '/jwt': route([{ jwt: [] }]),
      '/pool': route([{ pool: [] }]),
      '/iam': route([{ iam: [] }]),
    },
    components: {
      securitySchemes: {
        ...scheme('jwt', {
          'x-amazon-apigateway-authorizer': {
            type: 'jwt',
            jwtConfiguration: { issuer, audience: [client] },
            identitySource: '$request.header.Authorization',
          },
        }),
        ...scheme('pool', { 'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs } }),
        ...scheme('iam', { 'x-amazon-apigateway-authtype': 'awsSigv4' }),
      },
    },
  };
};

const poolhouse = async (folder: string, apis: string): Promise<Place & { readonly endpoint: string }> => {
  const [own, port] = [await freePort(), await freePort()];
  const entry = fileURLToPath(new URL('../bin/poolhouse.js', import.meta.url));
  const options = {
    port: own,
    'gateway-port': port,
    gateway: apis,
    'data-dir': folder,
    demo: 'off',
    'log-level': 'error',
    'log-format': 'json',
    'local-https': 'off',
  };
  const flags = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  const child = spawn(
    process.execPath,
    [...(process.env['BENCH_NODE_FLAGS']?.split(' ') ?? []), entry, 'dev', ...flags],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  started.push(child);
  const endpoint = `http://127.0.0.1:${own}`;
  for (let left = 100; left > 0; left -= 1) {
    if (
      await fetch(`${endpoint}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { port, pid: child.pid ?? 0, endpoint };
};

const ofOperator = async (folder: string) => {
  const text = await readFile(join(folder, 'credentials'), 'utf8');
  const value = (name: string): string => new RegExp(`${name} = (\\S+)`).exec(text)?.[1] ?? '';
  return { accessKeyId: value('aws_access_key_id'), secretAccessKey: value('aws_secret_access_key') };
};

/** By credentials of a role, as people get them from an identity pool. */
const signedHeaders = async (endpoint: string, folder: string, host: string): Promise<Record<string, string>> => {
  const operator = { endpoint, region: 'us-east-1', credentials: await ofOperator(folder) };
  const iam = new IAMClient(operator);
  const Version = '2012-10-17';
  const trust = [
    { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: 'arn:aws:iam::000000000000:user/bench' } },
  ];
  const invoke = [
    { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: 'arn:aws:execute-api:us-east-1:*:bench/*' },
  ];
  const assume = [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }];
  await iam.send(new CreateUserCommand({ UserName: 'bench' }));
  await iam.send(
    new CreateRoleCommand({
      RoleName: 'bench',
      AssumeRolePolicyDocument: JSON.stringify({ Version, Statement: trust }),
    }),
  );
  const policy = (Statement: object[]) => ({
    PolicyName: 'bench',
    PolicyDocument: JSON.stringify({ Version, Statement }),
  });
  await iam.send(new PutRolePolicyCommand({ RoleName: 'bench', ...policy(invoke) }));
  await iam.send(new PutUserPolicyCommand({ UserName: 'bench', ...policy(assume) }));
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: 'bench' }));
  const own = { accessKeyId: key?.AccessKeyId ?? '', secretAccessKey: key?.SecretAccessKey ?? '' };
  const sts = new STSClient({ ...operator, credentials: own });
  const RoleArn = 'arn:aws:iam::000000000000:role/bench';
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'bench' }));
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
  const signer = new SignatureV4({ credentials, region: 'us-east-1', service: 'execute-api', sha256: Sha256 });
  const message = {
    method: 'GET',
    protocol: 'http:',
    hostname: '127.0.0.1',
    path: '/iam',
    query: {},
    headers: { host },
  };
  return (await signer.sign(message)).headers;
};

const main = async (): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'poolhouse-bench-'));
  const apis = await mkdtemp(join(tmpdir(), 'poolhouse-bench-apis-'));
  try {
    const upstream = await helper('upstream');
    const bare = await helper('proxy', String(upstream.port));
    const { endpoint, ...gateway } = await poolhouse(folder, apis);
    const cognito = new CognitoIdentityProviderClient({
      endpoint,
      region: 'us-east-1',
      credentials: await ofOperator(folder),
    });
    const pool = await createPool({ cognito });
    const client = await createClient({ cognito }, pool.Id);
    const { username } = await createConfirmedUser({ cognito }, pool.Id);
    const AuthParameters = { USERNAME: username, PASSWORD };
    const { AuthenticationResult: tokens } = await cognito.send(
      new AdminInitiateAuthCommand({
        UserPoolId: pool.Id,
        ClientId: client.ClientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters,
      }),
    );
    const issuer = `http://localhost:${new URL(endpoint).port}/${pool.Id}`;
    await writeFile(
      join(apis, 'bench.json'),
      JSON.stringify(documentOf(upstream.port, issuer, pool.Id, client.ClientId)),
    );
    const host = 'bench.localhost';
    const authorization = tokens?.IdToken ?? '';
    const signed = await signedHeaders(endpoint, folder, host);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const requests: [string, Place, () => Promise<void>][] = [
      ['bare proxy', bare, ask(bare.port, '/', { host, authorization })],
      ['no authorizer', gateway, ask(gateway.port, '/open', { host })],
      ['JWT', gateway, ask(gateway.port, '/jwt', { host, authorization: `Bearer ${authorization}` })],
      ['user pool', gateway, ask(gateway.port, '/pool', { host, authorization })],
      ['IAM', gateway, ask(gateway.port, '/iam', signed)],
    ];
    const results = new Map<string, { one: Measured; many: Measured }>();
    for (const [name, { pid }, each] of requests) {
      const one = await drive(each, { seconds, concurrency: 1, serverPid: pid });
      const many = await drive(each, { seconds, concurrency: 32, serverPid: pid });
      results.set(name, { one, many });
    }
    report(results);
  } finally {
    for (const child of started) child.kill();
    await Promise.all([folder, apis].map((each) => rm(each, { recursive: true, force: true })));
    agent.destroy();
  }
};

const report = (results: ReadonlyMap<string, { one: Measured; many: Measured }>): void => {
  const bare = results.get('bare proxy')?.one.p50 ?? 0;
  const open = results.get('no authorizer')?.one.p50 ?? 0;
  console.log(`${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores, Node ${process.versions.node}`);
  console.log('| | p50 ms | p99 ms | beside bare | authorizer | CPU ms | a second a core |');
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
  for (const [name, { one, many }] of results) {
    const cells = [one.p50, one.p99, one.p50 - bare, one.p50 - open, many.cpuMs].map((value) => value.toFixed(3));
    console.log(`| ${name} | ${cells.join(' | ')} | ${(1000 / many.cpuMs).toFixed(0)} |`);
  }
  console.log(`aims, added at p50: JWT below ${AIMS.jwt} ms, IAM below ${AIMS.iam} ms; 10000 requests a second a core`);
};

await main();
