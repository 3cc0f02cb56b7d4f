/** Where a deployment goes, taken from the server's own configuration file. */
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { IAMClient, ListGroupsCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deploy as command } from '../../src/deploy/cli/command.ts';
import { type Backend, startDynamoDb } from './support/backends.ts';
import { type DeployApp, startDeployApp } from './support/deploy-app.ts';

let deploy: DeployApp;
let tables: Backend;
beforeAll(async () => {
  tables = await startDynamoDb();
  deploy = await startDeployApp();
});
afterAll(async () => {
  await deploy?.stop();
  await tables?.stop();
});

const TEMPLATE = `Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: configured
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
  Role:
    Type: AWS::IAM::Role
    Properties: { AssumeRolePolicyDocument: { Version: 2012-10-17, Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }] } }
  Hello:
    Type: AWS::Lambda::Function
    Properties: { FunctionName: hello, Role: !GetAtt Role.Arn, Handler: index.handler, Code: { ZipFile: 'exports.handler = async () => 1' } }
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Target: !GetAtt Hello.Arn } }
`;

test('a place that nothing names is told', async () => {
  deploy.write('stack.yaml', TEMPLATE);
  const { err } = await deploy.run('stack.yaml', '--plan');
  expect(err).toContain('stack.yaml:3:11: Table: AWS::DynamoDB::Table needs a backend: name it with --dynamodb');
  expect(err).toContain('Hello: AWS::Lambda::Function needs a folder: name it with --functions');
  expect(err).toContain('Api: AWS::ApiGatewayV2::Api needs a folder: name it with --gateway');
});

test('the configuration names the places, with keys of their own', async () => {
  deploy.write('gateway/.keep', '');
  deploy.write(
    'poolhouse.yaml',
    `services: { dynamodb: { endpoint: ${tables.endpoint}, access-key-id: backend, secret-access-key: backend-secret } }
functions: ./functions
gateway: ./gateway
`,
  );
  expect(await deploy.run('stack.yaml', '--yes')).toMatchObject({ code: 0 });
  const dynamodb = new DynamoDBClient({
    endpoint: tables.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  expect((await dynamodb.send(new ListTablesCommand({}))).TableNames).toEqual(['configured']);
  dynamodb.destroy();
  expect(readdirSync(join(deploy.folder, 'functions'))).toEqual(['hello']);
  expect(readdirSync(join(deploy.folder, 'gateway')).filter((name) => name.endsWith('.json'))).toHaveLength(1);
  expect((await deploy.run('stack.yaml', '--delete', '--yes')).code).toBe(0);
});

test('the operator’s own credentials file serves', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'poolhouse-deploy-'));
  deploy.write('group.yaml', 'Resources:\n  Group: { Type: AWS::IAM::Group, Properties: { GroupName: by-file } }\n');
  const said: string[] = [];
  const surface = { env: {}, cwd, out: (text: string) => said.push(text), err: (text: string) => said.push(text) };
  const file = join(deploy.folder, 'group.yaml');
  const code = await command(
    [file, '--yes', '--endpoint', deploy.app.endpoint, '--credentials', join(deploy.app.dataDir, 'credentials')],
    surface,
  );
  expect([code, said.join('\n')]).toEqual([0, expect.stringContaining('create Group (AWS::IAM::Group)')]);
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const iam = new IAMClient({ endpoint: deploy.app.endpoint, region: 'us-east-1', credentials });
  expect((await iam.send(new ListGroupsCommand({}))).Groups?.map(({ GroupName }) => GroupName)).toEqual(['by-file']);
  iam.destroy();
});
