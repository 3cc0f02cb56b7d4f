/** APIs of templates become documents that the gateway serves: written by resources, as HTTP API, by SAM. */
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdminInitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
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
    if (tries > 40 || (wanted === undefined ? answer.status !== 403 : answer.status === wanted)) return answer;
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
