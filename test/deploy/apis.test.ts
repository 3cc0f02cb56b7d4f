/** APIs of templates become documents that the gateway serves: written by resources, as HTTP API, by SAM. */
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdminInitiateAuthCommand, DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createConfirmedUser, PASSWORD } from '../support/builders.ts';
import { type DeployApp, startDeployApp } from './support/deploy-app.ts';

let deploy: DeployApp;
const functions = mkdtempSync(join(tmpdir(), 'poolhouse-functions-'));
const gateway = mkdtempSync(join(tmpdir(), 'poolhouse-gateway-'));

beforeAll(async () => {
  deploy = await startDeployApp(['--functions', functions, '--gateway', gateway], { flags: { functions, gateway } });
});
afterAll(() => deploy?.stop());

const invocation = (name: string): string =>
  `!Sub 'arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${name}.Arn}/invocations'`;

const PARTS = `
  Users: { Type: AWS::Cognito::UserPool, Properties: { UsernameAttributes: [email] } }
  App:
    Type: AWS::Cognito::UserPoolClient
    Properties: { UserPoolId: !Ref Users, ExplicitAuthFlows: [ALLOW_ADMIN_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH] }
`;
const FUNCTION = `
  Role:
    Type: AWS::IAM::Role
    Properties: { AssumeRolePolicyDocument: { Version: 2012-10-17, Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }] } }
  Ride:
    Type: AWS::Lambda::Function
    Properties:
      Handler: index.handler
      Runtime: nodejs22.x
      Role: !GetAtt Role.Arn
      Code:
        ZipFile: |
          exports.handler = async (event) => ({
            statusCode: 200,
            body: JSON.stringify({
              path: event.path ?? event.rawPath,
              id: event.pathParameters?.id,
              email: (event.requestContext.authorizer.claims ?? event.requestContext.authorizer.jwt.claims).email,
            }),
          });
`;

const OUTPUTS = `
Outputs:
  Pool: { Value: !Ref Users }
  Client: { Value: !Ref App }
`;

const idToken = async (outputs: Record<string, string>): Promise<string> => {
  const username = `${crypto.randomUUID()}@example.org`;
  const { Pool: UserPoolId = '', Client: ClientId } = outputs;
  await createConfirmedUser(deploy.app, UserPoolId, { username, attributes: { email: username } });
  const { AuthenticationResult } = await deploy.app.cognito.send(
    new AdminInitiateAuthCommand({
      UserPoolId,
      ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD },
    }),
  );
  return AuthenticationResult?.IdToken ?? '';
};

/** The gateway looks at its folder each second. */
const asked = async (path: string, headers: Record<string, string> = {}, wanted?: number): Promise<Response> => {
  for (let tries = 0; ; tries++) {
    const answer = await fetch(`${deploy.app.gateway}${path}`, { headers });
    if (tries > 150 || (wanted === undefined ? answer.status !== 403 : answer.status === wanted)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

const pathOf = (url = ''): string => new URL(url).pathname;

test('a REST API of resources and methods', async () => {
  const outputs = await deploy.apply(`Resources:${PARTS}${FUNCTION}
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: rides } }
  Guard:
    Type: AWS::ApiGateway::Authorizer
    Properties:
      RestApiId: !Ref Api
      Name: riders
      Type: COGNITO_USER_POOLS
      ProviderARNs: [!GetAtt Users.Arn]
      IdentitySource: method.request.header.Authorization
  Rides: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: rides } }
  One: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Api, ParentId: !Ref Rides, PathPart: '{id}' } }
  Get:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref One
      HttpMethod: GET
      AuthorizationType: COGNITO_USER_POOLS
      AuthorizerId: !Ref Guard
      Integration: { Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: ${invocation('Ride')} }
  Options:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref One
      HttpMethod: OPTIONS
      AuthorizationType: NONE
      Integration:
        Type: MOCK
        RequestTemplates: { application/json: '{"statusCode": 200}' }
        IntegrationResponses:
          - StatusCode: 200
            ResponseParameters: { method.response.header.Access-Control-Allow-Origin: "'*'" }
      MethodResponses: [{ StatusCode: 200 }]
  Deployment: { Type: AWS::ApiGateway::Deployment, DependsOn: [Get, Options], Properties: { RestApiId: !Ref Api } }
  Prod: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: prod } }
${OUTPUTS}  Url: { Value: !Sub 'https://\${Api}.execute-api.\${AWS::Region}.amazonaws.com/\${Prod}/' }
`);
  expect(outputs['Url']).toMatch(/^http:\/\/localhost:7666\/[a-z0-9]{10}\/prod\/$/);
  const path = `${pathOf(outputs['Url'])}rides/7`;
  expect((await asked(path, {}, 401)).status).toBe(401);
  const answer = await asked(path, { authorization: await idToken(outputs) });
  expect(await answer.json()).toMatchObject({ path: '/rides/7', id: '7', email: expect.stringContaining('@') });
  expect((await asked('/prod/rides/7', { authorization: 'Bearer nonsense' }, 401)).status).toBe(401);
});

test('a document that the gateway would refuse is refused, and the old one stays', async () => {
  const before = readdirSync(gateway);
  const template = deploy.read('stack.yaml').replace('AuthorizationType: NONE', 'AuthorizationType: SOMEHOW');
  deploy.write('bad.yaml', template);
  const ran = await deploy.run('bad.yaml', '--stack', 'stack', '--yes');
  expect(ran.code).toBe(1);
  expect(ran.err).toContain('AuthorizationType SOMEHOW is none of');
  expect(readdirSync(gateway)).toEqual(before);
});

test('an HTTP API with a JWT authorizer', async () => {
  await deploy.run('stack.yaml', '--delete', '--yes');
  expect(readdirSync(gateway)).toEqual([]);
  const outputs = await deploy.apply(`Resources:${PARTS}${FUNCTION}
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: rides, ProtocolType: HTTP, CorsConfiguration: { AllowOrigins: ['https://app.example'], AllowMethods: [GET] } }
  Guard:
    Type: AWS::ApiGatewayV2::Authorizer
    Properties:
      ApiId: !Ref Api
      Name: riders
      AuthorizerType: JWT
      IdentitySource: ['$request.header.Authorization']
      JwtConfiguration: { Audience: [!Ref App], Issuer: !GetAtt Users.ProviderURL }
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties: { ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt Ride.Arn, PayloadFormatVersion: '2.0' }
  Route:
    Type: AWS::ApiGatewayV2::Route
    Properties:
      ApiId: !Ref Api
      RouteKey: GET /rides/{id}
      Target: !Sub 'integrations/\${Backend}'
      AuthorizationType: JWT
      AuthorizerId: !Ref Guard
  Stage: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref Api, StageName: $default, AutoDeploy: true } }
${OUTPUTS}  Url: { Value: !GetAtt Api.ApiEndpoint }
`);
  expect(outputs['Url']).toMatch(/^http:\/\/[a-z0-9]{10}\.localhost:7666$/);
  expect((await asked('/rides/7', {}, 401)).status).toBe(401);
  const answer = await asked('/rides/7', { authorization: `Bearer ${await idToken(outputs)}` });
  expect(await answer.json()).toMatchObject({ path: '/rides/7', id: '7', email: expect.stringContaining('@') });
  await deploy.run('stack.yaml', '--delete', '--yes');
});

test('a SAM template: function, implied API with an authorizer, table', async () => {
  deploy.write(
    'src/rides.mjs',
    `export const handler = async (event) => ({
  statusCode: 200,
  body: JSON.stringify({ stage: process.env.STAGE, mail: event.requestContext.authorizer?.claims?.email ?? 'nobody' }),
});
`,
  );
  const template = (auth: string) => `Transform: AWS::Serverless-2016-10-31
Globals:
  Function: { Runtime: nodejs22.x, Timeout: 4, Environment: { Variables: { STAGE: test } } }
  Api:
    Cors: "'https://app.example'"
    Auth:
      DefaultAuthorizer: Riders
      Authorizers: { Riders: { UserPoolArn: !GetAtt Users.Arn } }
Resources:${PARTS}
  Rides:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: rides.handler
      Events:
        Mine: { Type: Api, Properties: { Path: '/rides', Method: get } }
        Open: { Type: Api, Properties: { Path: '/open', Method: get, Auth: ${auth} } }
${OUTPUTS}  Url: { Value: !Sub 'https://\${ServerlessRestApi}.execute-api.\${AWS::Region}.amazonaws.com/Prod' }
`;
  const outputs = await deploy.apply(template('{ Authorizer: NONE }'));
  const path = pathOf(outputs['Url']);
  expect((await asked(`${path}/rides`, {}, 401)).status).toBe(401);
  const answer = await asked(`${path}/rides`, { authorization: await idToken(outputs) });
  expect(await answer.json()).toEqual({ stage: 'test', mail: expect.stringContaining('@example.org') });
  expect(await (await asked(`${path}/open`)).json()).toEqual({ stage: 'test', mail: 'nobody' });
  const preflight = await fetch(`${deploy.app.gateway}${path}/rides`, { method: 'OPTIONS' });
  expect(preflight.headers.get('access-control-allow-origin')).toBe('https://app.example');
  expect(preflight.headers.get('access-control-allow-methods')).toBe('GET,OPTIONS');
  deploy.write('bad.yaml', template('{ Authorizer: NOBODY }'));
  expect((await deploy.run('bad.yaml', '--plan')).err).toMatch(/bad\.yaml:\d+:\d+: no authorizer is called NOBODY/);
  deploy.write('bad.yaml', template('{ ApiKeyRequired: true }'));
  expect((await deploy.run('bad.yaml', '--plan')).err).toMatch(
    /bad\.yaml:\d+:\d+: Auth: ApiKeyRequired is not supported/,
  );
  deploy.write('src/rides.mjs', 'export const handler = async () => ({ statusCode: 200, body: \'"changed"\' });\n');
  await deploy.apply(template('{ Authorizer: NONE }'));
  expect(await (await asked(`${path}/open`)).json()).toBe('changed');
  await deploy.run('stack.yaml', '--delete', '--yes');
});

test('a synthesized CDK app: assets from its own folder', async () => {
  const hash = 'c1ce22b0a7d0b7a1';
  deploy.write(
    `cdk.out/asset.${hash}/index.js`,
    'exports.handler = async (event) => { event.response.autoConfirmUser = true; return event; };\n',
  );
  deploy.write(
    'cdk.out/App.assets.json',
    JSON.stringify({
      version: '39.0.0',
      files: {
        [hash]: {
          source: { path: `asset.${hash}`, packaging: 'zip' },
          destinations: { 'current_account-current_region': { bucketName: 'b', objectKey: `${hash}.zip` } },
        },
      },
    }),
  );
  deploy.write('cdk.out/manifest.json', '{}');
  deploy.write(
    'cdk.out/App.template.json',
    JSON.stringify({
      Resources: {
        TriggerServiceRole0A1B2C3D: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: {
              Statement: [
                { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
              ],
              Version: '2012-10-17',
            },
            ManagedPolicyArns: [
              {
                'Fn::Join': [
                  '',
                  ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
                ],
              },
            ],
          },
          Metadata: { 'aws:cdk:path': 'App/Trigger/ServiceRole/Resource' },
        },
        Trigger12345678: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            Code: {
              S3Bucket: { 'Fn::Sub': 'cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}' },
              S3Key: `${hash}.zip`,
            },
            Handler: 'index.handler',
            Role: { 'Fn::GetAtt': ['TriggerServiceRole0A1B2C3D', 'Arn'] },
            Runtime: 'nodejs22.x',
          },
          DependsOn: ['TriggerServiceRole0A1B2C3D'],
          Metadata: {
            'aws:cdk:path': 'App/Trigger/Resource',
            'aws:asset:path': `asset.${hash}`,
            'aws:asset:property': 'Code',
          },
        },
        Pool11111111: {
          Type: 'AWS::Cognito::UserPool',
          Properties: { LambdaConfig: { PreSignUp: { 'Fn::GetAtt': ['Trigger12345678', 'Arn'] } } },
          UpdateReplacePolicy: 'Retain',
          DeletionPolicy: 'Retain',
        },
        CDKMetadata: { Type: 'AWS::CDK::Metadata', Properties: { Analytics: 'v2' }, Condition: 'CDKMetadataAvailable' },
      },
      Conditions: {
        CDKMetadataAvailable: {
          'Fn::Or': [{ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] }, { 'Fn::Equals': ['a', 'b'] }],
        },
      },
      Outputs: { Pool: { Value: { Ref: 'Pool11111111' } }, Function: { Value: { Ref: 'Trigger12345678' } } },
      Parameters: {
        BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' },
      },
      Rules: {
        CheckBootstrapVersion: {
          Assertions: [{ Assert: { 'Fn::Not': [{ 'Fn::Contains': [['1'], { Ref: 'BootstrapVersion' }] }] } }],
        },
      },
    }),
  );
  const ran = await deploy.run('cdk.out', '--yes', '--json');
  expect(ran).toMatchObject({
    code: 0,
    err: expect.stringContaining('CDKMetadata (AWS::CDK::Metadata) is passed over'),
  });
  const outputs = JSON.parse(ran.out) as Record<string, string>;
  expect(readdirSync(join(functions, outputs['Function'] ?? ''))).toContain('index.js');
  expect((await deploy.run('cdk.out', '--delete', '--yes')).err).toContain('retain Pool11111111');
  await deploy.app.cognito.send(new DescribeUserPoolCommand({ UserPoolId: outputs['Pool'] }));
  expect(readdirSync(functions)).toEqual([]);
});

test('the CDK’s calls of AWS APIs are made; other custom resources are refused', async () => {
  const call = (action: string, more = '') =>
    `!Sub '{"service":"CognitoIdentityServiceProvider","action":"${action}","parameters":{"UserPoolId":"\${Users}"${more}},"physicalResourceId":{"id":"\${App}"}}'`;
  const outputs = await deploy.apply(`Resources:
  Users: { Type: AWS::Cognito::UserPool }
  App: { Type: AWS::Cognito::UserPoolClient, Properties: { UserPoolId: !Ref Users, GenerateSecret: true } }
  Described:
    Type: Custom::DescribeCognitoUserPoolClient
    Properties:
      ServiceToken: arn:aws:lambda:us-east-1:000000000000:function:unused
      Create: ${call('describeUserPoolClient', `,"ClientId":"\${App}"`)}
      InstallLatestAwsSdk: false
Outputs:
  Secret: { Value: !GetAtt Described.UserPoolClient.ClientSecret }
  Own: { Value: !GetAtt App.ClientSecret }
`);
  expect(outputs['Secret']).toBe(outputs['Own']);
  expect(outputs['Secret']).toMatch(/^\w{40,}$/);
  expect(deploy.read('.poolhouse/stack.json')).not.toContain(outputs['Secret']);
  await deploy.run('stack.yaml', '--delete', '--yes');
  deploy.write(
    'bad.yaml',
    'Resources:\n  Mine:\n    Type: Custom::Mine\n    Properties: { ServiceToken: x, Size: 1 }\n',
  );
  const { err } = await deploy.run('bad.yaml', '--plan');
  expect(err).toContain(
    'bad.yaml:4:36: Mine (Custom::Mine): Size is not supported: custom resources are not supported',
  );
});

test('inline code finds the packages that the operator names', async () => {
  deploy.write('layer/node_modules/greeting/package.json', '{ "name": "greeting", "main": "index.js" }');
  deploy.write('layer/node_modules/greeting/index.js', "module.exports = require('./word.js');");
  deploy.write('layer/node_modules/greeting/word.js', "exports.word = 'found';");
  const outputs = await deploy.apply(
    `Resources:${PARTS}${FUNCTION.replace('exports.handler', "const { word } = require('greeting');\n          exports.handler").replace('statusCode: 200,', 'statusCode: 200, headers: { word },')}
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: a, ProtocolType: HTTP, Target: !GetAtt Ride.Arn } }
${OUTPUTS}`.replace(
      '(event.requestContext.authorizer.claims ?? event.requestContext.authorizer.jwt.claims).email',
      'null',
    ),
    '--modules',
    'layer',
  );
  expect(outputs['Pool']).toMatch(/^us-east-1_/);
  const answer = await asked('/anything', {}, 200);
  expect([answer.status, answer.headers.get('word')]).toEqual([200, 'found']);
  await deploy.run('stack.yaml', '--delete', '--yes');
});
