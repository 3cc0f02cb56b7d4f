/** Runs that fail or are ended in the middle, as an operator meets them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DeployApp, startDeployApp } from './support/deploy-app.ts';

let deploy: DeployApp;
let iam: IAMClient;
beforeAll(async () => {
  deploy = await startDeployApp();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  iam = new IAMClient({ endpoint: deploy.app.endpoint, region: 'us-east-1', credentials });
});
afterAll(async () => {
  iam?.destroy();
  await deploy?.stop();
});

const template = (more = '', callback = 'https://one.example/') => `Resources:
  Pool: { Type: AWS::Cognito::UserPool }
  Client:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !Ref Pool
      AllowedOAuthFlows: [code]
      AllowedOAuthScopes: [openid]
      AllowedOAuthFlowsUserPoolClient: true
      SupportedIdentityProviders: [COGNITO]
      CallbackURLs: [${callback}]
${more}
Outputs:
  Pool: { Value: !Ref Pool }
`;

const MORE = `
  Role: { Type: AWS::IAM::Role, DependsOn: Client, Properties: { RoleName: rider, AssumeRolePolicyDocument: { Version: 2012-10-17, Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }] } } }
  Second: { Type: AWS::Cognito::UserPool, DependsOn: Role, Properties: { UserPoolName: second } }
  Staff: { Type: AWS::Cognito::UserPoolGroup, Properties: { UserPoolId: !Ref Second, GroupName: staff } }
`;

/** Passes requests on; when one for the operation has been answered, the answer is kept and the run is told. */
const startRelay = async (operation: string, then: () => void): Promise<{ server: Server; endpoint: string }> => {
  const target = new URL(deploy.app.endpoint);
  const server = createServer((incoming, response) => {
    const isIt = String(incoming.headers['x-amz-target']).endsWith(`.${operation}`);
    const { method, url: path, headers } = incoming;
    const passed = request({ host: target.hostname, port: target.port, method, path, headers }, (answer) => {
      answer.on('end', () => isIt && then());
      if (isIt) return void answer.resume();
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(passed);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

const pools = async (): Promise<string[]> =>
  ((await deploy.app.cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }))).UserPools ?? [])
    .map(({ Name = '' }) => Name)
    .sort();
const roles = async (): Promise<string[]> =>
  ((await iam.send(new ListRolesCommand({}))).Roles ?? []).map(({ RoleName = '' }) => RoleName);

test('a run that is killed is undone by the next one', async () => {
  const outputs = await deploy.apply(template());
  const before = await pools();
  deploy.write('stack.yaml', template(MORE, 'https://two.example/'));
  let child: ChildProcess | undefined;
  const { server, endpoint } = await startRelay('CreateUserPool', () => child?.kill('SIGKILL'));
  child = spawn(
    process.execPath,
    ['bin/poolhouse.js', 'deploy', `${deploy.folder}/stack.yaml`, '--yes', '--endpoint', endpoint],
    {
      env: { PATH: process.env['PATH'], AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' },
      stdio: 'ignore',
    },
  );
  const [, signal] = await once(child, 'exit');
  server.closeAllConnections();
  server.close();
  expect(signal).toBe('SIGKILL');
  expect(await pools()).toContain('second');
  expect(await roles()).toEqual(['rider']);
  expect(deploy.record().journal?.length).toBeGreaterThan(1);
  expect((await deploy.run('--list')).out).toContain('a run was ended in the middle');

  deploy.write('stack.yaml', template());
  const again = await deploy.run('stack.yaml', '--yes', '--json');
  expect(again).toMatchObject({ code: 0, err: expect.stringContaining('An earlier run was ended in the middle') });
  expect(JSON.parse(again.out)).toEqual(outputs);
  expect(await pools()).toEqual(before);
  expect(await roles()).toEqual([]);
  expect((await deploy.run('stack.yaml', '--plan')).out).toContain('2 unchanged');
});

test('a name that is taken is nobody’s to delete', async () => {
  deploy.write('first.yaml', `Resources:${MORE.replace(', DependsOn: Client', '').split('\n  Second')[0]}\n`);
  expect((await deploy.run('first.yaml', '--yes')).code).toBe(0);
  deploy.write('stack.yaml', template(MORE));
  const ran = await deploy.run('stack.yaml', '--yes');
  expect(ran.code).toBe(1);
  expect(ran.err).toContain('Role (AWS::IAM::Role): CreateRole: EntityAlreadyExists');
  expect(await roles()).toEqual(['rider']);
  expect((await deploy.run('first.yaml', '--delete', '--yes')).code).toBe(0);
});

test('what others have removed is no hindrance', async () => {
  const { UserPools } = await deploy.app.cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  const UserPoolId = UserPools?.[0]?.Id;
  const { UserPoolClients } = await deploy.app.cognito.send(new ListUserPoolClientsCommand({ UserPoolId }));
  const { DeleteUserPoolClientCommand } = await import('@aws-sdk/client-cognito-identity-provider');
  const ClientId = UserPoolClients?.[0]?.ClientId;
  await deploy.app.cognito.send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId, ClientName: 'by-hand' }));
  await deploy.app.cognito.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
  expect((await deploy.run('stack.yaml', '--delete', '--yes')).code).toBe(0);
  expect(await pools()).toEqual([]);
});

test('nobody is asked where nobody can answer', async () => {
  deploy.write('stack.yaml', template());
  expect(await deploy.run('stack.yaml')).toMatchObject({ code: 1, err: expect.stringContaining('say --yes') });
  expect(await pools()).toEqual([]);
});

test('a service out of reach and keys that are wrong are told', async () => {
  const args = ['stack.yaml', '--yes'];
  const { deploy: run } = await import('../../src/deploy/cli/command.ts');
  const errors: string[] = [];
  const surface = { env: {}, cwd: deploy.folder, out: () => undefined, err: (text: string) => errors.push(text) };
  expect(
    await run([...args, '--endpoint', 'http://127.0.0.1:9'], {
      ...surface,
      env: { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' },
    }),
  ).toBe(1);
  expect(errors.join('\n')).toContain('http://127.0.0.1:9 is out of reach');
  expect(await run(args, surface)).toBe(1);
  expect(errors.join('\n')).toContain('Whose credentials?');
});
