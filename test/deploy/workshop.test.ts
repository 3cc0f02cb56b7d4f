/** The workshop's own kind of template: table, role, inline functions, bucket, outputs; and identity pools beside it. */
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CognitoIdentityClient,
  DescribeIdentityPoolCommand,
  GetIdentityPoolRolesCommand,
} from '@aws-sdk/client-cognito-identity';
import { SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { DescribeTableCommand, DynamoDBClient, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import { DeleteObjectCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Backend, startDynamoDb, startS3 } from './support/backends.ts';
import { type DeployApp, startDeployApp } from './support/deploy-app.ts';

let deploy: DeployApp;
let tables: Backend;
let buckets: Backend;
let dynamodb: DynamoDBClient;
let s3: S3Client;
let iam: IAMClient;
let identity: CognitoIdentityClient;
const functions = mkdtempSync(join(tmpdir(), 'poolhouse-functions-'));

beforeAll(async () => {
  [tables, buckets] = [await startDynamoDb(), await startS3()];
  deploy = await startDeployApp(['--dynamodb', tables.endpoint, '--s3', buckets.endpoint, '--functions', functions], {
    flags: { functions },
  });
  const shared = { region: 'us-east-1', credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' } };
  dynamodb = new DynamoDBClient({ ...shared, endpoint: tables.endpoint });
  s3 = new S3Client({ ...shared, endpoint: buckets.endpoint, forcePathStyle: true });
  iam = new IAMClient({ ...shared, endpoint: deploy.app.endpoint });
  identity = new CognitoIdentityClient({ ...shared, endpoint: deploy.app.endpoint });
});
afterAll(async () => {
  for (const client of [dynamodb, s3, iam, identity]) client?.destroy();
  await deploy?.stop();
  await tables?.stop();
  await buckets?.stop();
});

const rides = ({ greeting = 'Welcome aboard', more = '' } = {}) => `
AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Secret: { Type: String, NoEcho: true, Default: not-for-the-record }
Resources:
  RidesTable:
    Type: AWS::DynamoDB::Table
    Properties:
      AttributeDefinitions:
        - { AttributeName: RideId, AttributeType: S }
        - { AttributeName: Rider, AttributeType: S }
      KeySchema:
        - { AttributeName: RideId, KeyType: HASH }
      ProvisionedThroughput: { ReadCapacityUnits: '5', WriteCapacityUnits: '5' }
      GlobalSecondaryIndexes:
        - IndexName: ByRider
          KeySchema: [{ AttributeName: Rider, KeyType: HASH }]
          Projection: { ProjectionType: ALL }
          ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 }
  FunctionRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }
      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole, arn:aws:iam::aws:policy/AmazonCognitoReadOnly]
      Policies:
        - PolicyName: Rides
          PolicyDocument:
            Version: 2012-10-17
            Statement:
              - { Effect: Allow, Action: dynamodb:PutItem, Resource: !GetAtt RidesTable.Arn }
  Greet:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: greet
      Handler: index.handler
      Runtime: nodejs22.x
      Role: !GetAtt FunctionRole.Arn
      Timeout: 4
      Environment: { Variables: { TABLE: !Ref RidesTable, SECRET: !Ref Secret } }
      Code:
        ZipFile: |
          exports.handler = async (event) => {
            event.response.autoConfirmUser = event.request.userAttributes.email.startsWith('vip');
            if (event.request.userAttributes.email.startsWith('bad')) throw new Error('${greeting} ' + process.env.SECRET);
            return event;
          };
  GreetPermission:
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction
      FunctionName: !GetAtt Greet.Arn
      Principal: cognito-idp.amazonaws.com
      SourceArn: !GetAtt Users.Arn
  Photos:
    Type: AWS::S3::Bucket
    Properties:
      CorsConfiguration:
        CorsRules:
          - AllowedHeaders: ['*']
            AllowedMethods: [GET, PUT]
            AllowedOrigins: ['https://app.example']
            MaxAge: 3000
      PublicAccessBlockConfiguration: { BlockPublicAcls: true }
  Users:
    Type: AWS::Cognito::UserPool
    Properties:
      UsernameAttributes: [email]
      LambdaConfig: { PreSignUp: !GetAtt Greet.Arn }
  App:
    Type: AWS::Cognito::UserPoolClient
    Properties: { UserPoolId: !Ref Users, ExplicitAuthFlows: [ALLOW_USER_SRP_AUTH, ALLOW_REFRESH_TOKEN_AUTH] }
  Identities:
    Type: AWS::Cognito::IdentityPool
    Properties:
      AllowUnauthenticatedIdentities: false
      CognitoIdentityProviders:
        - ClientId: !Ref App
          ProviderName: !GetAtt Users.ProviderName
          ServerSideTokenCheck: true
  RiderRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Principal: { Federated: cognito-identity.amazonaws.com }
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals: { 'cognito-identity.amazonaws.com:aud': !Ref Identities }
              'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': authenticated }
  RiderPolicy:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: own-photos
      Roles: [!Ref RiderRole]
      PolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Action: [s3:GetObject, s3:PutObject]
            Resource: !Sub '\${Photos.Arn}/private/\${!cognito-identity.amazonaws.com:sub}/*'
  Roles:
    Type: AWS::Cognito::IdentityPoolRoleAttachment
    Properties:
      IdentityPoolId: !Ref Identities
      Roles: { authenticated: !GetAtt RiderRole.Arn }
  Log: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: x } }
${more}
Outputs:
  Table: { Value: !Ref RidesTable }
  TableArn: { Value: !GetAtt RidesTable.Arn }
  Bucket: { Value: !Ref Photos }
  Role: { Value: !Ref RiderRole }
  FunctionRole: { Value: !Ref FunctionRole }
  Client: { Value: !Ref App }
  IdentityPool: { Value: !Ref Identities }
  FunctionArn: { Value: !GetAtt Greet.Arn }
`;

let outputs: Record<string, string>;

test('everything is made at its place', async () => {
  deploy.write('stack.yaml', rides());
  const plan = await deploy.run('stack.yaml', '--plan');
  expect(plan.err).toBe('');
  expect(plan.out).toContain('Photos: PublicAccessBlockConfiguration has no effect: access is what policies grant');
  expect(plan.out).toContain("Log (AWS::Logs::LogGroup) is passed over: functions write to the server's log");
  outputs = await deploy.apply(rides());
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: outputs['Table'] }));
  expect(Table?.TableArn).toBe(outputs['TableArn']);
  expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual(['ByRider']);
  const preflight = (origin: string) =>
    fetch(`${buckets.endpoint}/${outputs['Bucket']}/a`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'PUT' },
    });
  const [own, other] = [await preflight('https://app.example'), await preflight('https://evil.example')];
  expect([own.status, other.status]).toEqual([200, 403]);
  const { PolicyDocument = '' } = await iam.send(
    new GetRolePolicyCommand({ RoleName: outputs['Role'], PolicyName: 'own-photos' }),
  );
  expect(JSON.parse(decodeURIComponent(PolicyDocument)).Statement[0].Resource).toBe(
    `arn:aws:s3:::${outputs['Bucket']}/private/\${cognito-identity.amazonaws.com:sub}/*`,
  );
  const { AttachedPolicies } = await iam.send(
    new ListAttachedRolePoliciesCommand({ RoleName: outputs['FunctionRole'] }),
  );
  expect(AttachedPolicies?.map(({ PolicyName }) => PolicyName)).toEqual(['AmazonCognitoReadOnly']);
});

test('the identity pool has its provider and role', async () => {
  const IdentityPoolId = outputs['IdentityPool'];
  const pool = await identity.send(new DescribeIdentityPoolCommand({ IdentityPoolId }));
  expect(pool.CognitoIdentityProviders?.[0]).toMatchObject({ ClientId: outputs['Client'], ServerSideTokenCheck: true });
  const { Roles } = await identity.send(new GetIdentityPoolRolesCommand({ IdentityPoolId }));
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: outputs['Role'] }));
  expect(Roles?.['authenticated']).toBe(Role?.Arn);
});

test('the function runs with its environment, and anew after it was changed', async () => {
  const signUp = (name: string) =>
    deploy.app.cognito.send(
      new SignUpCommand({ ClientId: outputs['Client'], Username: name, Password: 'Correct-horse-1' }),
    );
  expect(await signUp('vip@example.org')).toMatchObject({ UserConfirmed: true });
  await expect(signUp('bad@example.org')).rejects.toThrow('Welcome aboard not-for-the-record');
  await deploy.apply(rides({ greeting: 'Hello' }), '--parameter', 'Secret=changed-too');
  await expect(signUp('bad@example.org')).rejects.toThrow('Hello changed-too');
  expect(deploy.read('.poolhouse/stack.json')).not.toContain('changed-too');
  expect(existsSync(join(functions, '.previous-greet'))).toBe(false);
});

test('a secret is masked in the plan', async () => {
  const plan = await deploy.run('stack.yaml', '--plan', '--parameter', 'Secret=third-value');
  expect(plan.out).toContain('Environment:');
  expect(plan.out).not.toMatch(/third-value|changed-too/);
});

test('a failing change leaves everything as it was', async () => {
  const before = deploy.read('.poolhouse/stack.json');
  const code = readFileSync(join(functions, 'greet/index.js'), 'utf8');
  const { Roles: rolesBefore } = await iam.send(new ListRolesCommand({}));
  const more = `
  Another:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: another
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
  OtherBucket: { Type: AWS::S3::Bucket }
  OtherRole:
    Type: AWS::IAM::Role
    Properties: { AssumeRolePolicyDocument: { Version: 2012-10-17, Statement: [] } }
  Bad:
    Type: AWS::Cognito::UserPoolClient
    DependsOn: [Another, OtherBucket, Greet, RiderPolicy]
    Properties: { UserPoolId: !Ref Users, AllowedOAuthFlows: [code, client_credentials], AllowedOAuthFlowsUserPoolClient: true }
`;
  deploy.write('bad.yaml', rides({ greeting: 'Never', more }));
  const ran = await deploy.run('bad.yaml', '--yes', '--stack', 'stack');
  expect(ran.code).toBe(1);
  expect(ran.err).toMatch(/bad\.yaml:\d+: (OtherRole|Bad) \(/);
  expect(ran.err).toContain('Nothing has changed');
  expect(readFileSync(join(functions, 'greet/index.js'), 'utf8')).toBe(code);
  const { TableNames } = await dynamodb.send(new ListTablesCommand({}));
  expect(TableNames).toEqual([outputs['Table']]);
  const { Buckets } = await s3.send(new ListBucketsCommand({}));
  expect(Buckets?.map(({ Name }) => Name)).toEqual([outputs['Bucket']]);
  const { Roles } = await iam.send(new ListRolesCommand({}));
  expect(Roles?.length).toBe(rolesBefore?.length);
  const masked = (text: string) => text.replace(/"\$sealed": "[^"]*"/g, '');
  expect(masked(deploy.read('.poolhouse/stack.json'))).toBe(masked(before));
});

test('a bucket that has objects is told, and goes when it is empty', async () => {
  await s3.send(new PutObjectCommand({ Bucket: outputs['Bucket'], Key: 'a', Body: 'a' }));
  await dynamodb.send(new PutItemCommand({ TableName: outputs['Table'], Item: { RideId: { S: '1' } } }));
  const ran = await deploy.run('stack.yaml', '--delete', '--yes');
  expect(ran.code).toBe(1);
  expect(ran.err).toContain('could not be deleted: Photos (AWS::S3::Bucket');
  expect(deploy.record().resources.map(({ logicalId }) => logicalId)).toEqual(['Photos']);
  await s3.send(new DeleteObjectCommand({ Bucket: outputs['Bucket'], Key: 'a' }));
  expect((await deploy.run('stack.yaml', '--delete', '--yes')).code).toBe(0);
  expect((await dynamodb.send(new ListTablesCommand({}))).TableNames).toEqual([]);
  expect(existsSync(join(functions, 'greet'))).toBe(false);
});
