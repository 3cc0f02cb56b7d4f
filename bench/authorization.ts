/**
 * What it costs to find out who signed and whether they may: a role session with three policies, through the store.
 * `node bench/authorization.ts` prints microseconds. Aim: below 300 for a request.
 */
import { SignatureV4 } from '@smithy/signature-v4';
import { authorizeRequest } from '../src/aws/authorize/index.ts';
import { createCallers } from '../src/aws/callers/index.ts';
import type { Core } from '../src/core/core.ts';
import { issueCredentials } from '../src/core/credentials/session-token.ts';
import { putInlinePolicy } from '../src/core/iam/inline.ts';
import { createRole } from '../src/core/iam/roles.ts';
import { Sha256 } from '../src/crypto/sha256.ts';
import { makePlace } from './server.ts';

const ACCOUNT = '000000000000';
const COUNT = 20_000;
const BODY = '{"UserPoolId":"us-east-1_Example01"}';
const URL_HERE = 'http://localhost:9229/';

const measure = async (core: Core): Promise<void> => {
  const request = await signedRequest(core, await makeSession(core));
  const callers = createCallers(core, { anyAccessKey: false, operatorAccount: ACCOUNT });
  const bytes = Buffer.from(BODY);
  const info = { id: 'bench', sourceIp: '192.0.2.1', userAgent: 'bench', secure: true };
  const input = JSON.parse(BODY) as object;
  const caller = await callers.signed(request, bytes, 'cognito-idp');
  const policies = () =>
    authorizeRequest(core, { service: 'cognito-idp', operation: 'DescribeUserPool', caller, input, info });
  await report('signature', () => callers.signed(request, bytes, 'cognito-idp'));
  await report('policies', policies);
  await report('both', async () => {
    await callers.signed(request, bytes, 'cognito-idp');
    await policies();
  });
};

const makeSession = async (core: Core) => {
  const trust = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"${ACCOUNT}"},"Action":"sts:AssumeRole"}}`;
  const role = await createRole(core, ACCOUNT, { name: 'bench', trust });
  for (const service of ['s3', 'dynamodb', 'cognito-idp']) {
    const Statement = ['Get*', 'List*', 'Describe*', 'Put*', 'Admin*'].map((action) => ({
      Effect: 'Allow',
      Action: `${service}:${action}`,
      Resource: `arn:aws:${service}:*:${ACCOUNT}:*`,
      Condition: { StringEquals: { 'aws:RequestedRegion': ['us-east-1', 'eu-central-1'] } },
    }));
    await putInlinePolicy(
      core,
      ACCOUNT,
      'role',
      'bench',
      service,
      JSON.stringify({ Version: '2012-10-17', Statement }),
    );
  }
  const issuedAt = core.clock.now();
  return issueCredentials(core, {
    kind: 'role-session',
    account: ACCOUNT,
    roleName: role.name,
    rolePath: role.path,
    roleId: role.id,
    sessionName: 'bench',
    session: { issuedAt, expiresAt: issuedAt + 3_600_000, tags: { team: 'red' } },
  });
};

const signedRequest = async (_core: Core, credentials: Awaited<ReturnType<typeof makeSession>>): Promise<Request> => {
  const signer = new SignatureV4({ credentials, region: 'us-east-1', service: 'cognito-idp', sha256: Sha256 });
  const { host, hostname, protocol } = new URL(URL_HERE);
  const own = {
    host,
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AWSCognitoIdentityProviderService.DescribeUserPool',
  };
  const request = { method: 'POST', protocol, hostname, path: '/', query: {}, headers: own, body: BODY };
  const { headers } = await signer.sign(request);
  return new Request(URL_HERE, { method: 'POST', headers, body: BODY });
};

const report = async (name: string, work: () => Promise<unknown>): Promise<void> => {
  for (let warm = 0; warm < COUNT; warm += 1) await work();
  const { user, system } = process.cpuUsage();
  for (let count = 0; count < COUNT; count += 1) await work();
  const after = process.cpuUsage();
  const micro = (after.user + after.system - user - system) / COUNT;
  process.stdout.write(`${name.padEnd(12)}${micro.toFixed(0).padStart(6)} µs CPU\n`);
};

const place = await makePlace('sqlite');
try {
  await place.prepare(measure);
} finally {
  await place.remove();
}
