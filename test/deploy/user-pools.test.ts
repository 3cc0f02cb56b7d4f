/** Templates of user pools: made, changed, replaced, deleted. */
import {
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetGroupCommand,
  GetUserPoolMfaConfigCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DeployApp, startDeployApp } from './support/deploy-app.ts';

let deploy: DeployApp;
beforeAll(async () => {
  deploy = await startDeployApp();
});
afterAll(() => deploy.stop());

const poolTemplate = ({ callback = 'https://app.example/callback', group = 'staff', more = '' } = {}) => `
AWSTemplateFormatVersion: '2010-09-09'
Description: People of the app
Parameters:
  Stage:
    Type: String
    AllowedValues: [test, live]
    Default: test
Conditions:
  IsLive: !Equals [!Ref Stage, live]
Resources:
  Users:
    Type: AWS::Cognito::UserPool
    Properties:
      UserPoolName: !Sub '\${AWS::StackName}-\${Stage}-users'
      UsernameAttributes: [email]
      AutoVerifiedAttributes: [email]
      MfaConfiguration: OPTIONAL
      EnabledMfas: [SOFTWARE_TOKEN_MFA]
      DeletionProtection: !If [IsLive, ACTIVE, !Ref AWS::NoValue]
      Policies:
        PasswordPolicy:
          MinimumLength: '10'
          RequireSymbols: 'false'
      Schema:
        - Name: email
          AttributeDataType: String
          Required: true
        - Name: plan
          AttributeDataType: String
          Mutable: true
          StringAttributeConstraints: { MinLength: 1, MaxLength: 20 }
${more}
  Web:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !Ref Users
      ClientName: web
      GenerateSecret: true
      AllowedOAuthFlowsUserPoolClient: true
      AllowedOAuthFlows: [code]
      AllowedOAuthScopes: [openid, !Sub '\${Rides}/write']
      SupportedIdentityProviders: [COGNITO]
      CallbackURLs: ['${callback}']
  Rides:
    Type: AWS::Cognito::UserPoolResourceServer
    Properties:
      UserPoolId: !Ref Users
      Identifier: rides
      Name: Rides
      Scopes:
        - ScopeName: write
          ScopeDescription: Ask for rides
  Staff:
    Type: AWS::Cognito::UserPoolGroup
    Properties:
      UserPoolId: !Ref Users
      GroupName: ${group}
      Precedence: 5
Outputs:
  PoolId: { Value: !Ref Users, Export: { Name: !Sub '\${AWS::StackName}-pool' } }
  PoolArn: { Value: !GetAtt Users.Arn }
  Issuer: { Value: !GetAtt [Users, ProviderURL] }
  ClientId: { Value: !Ref Web }
  ClientSecret: { Value: !GetAtt Web.ClientSecret }
  Group: { Value: !Ref Staff }
  Joined: { Value: !Join ['/', [a, !Select [1, !Split ['_', !Ref Users]]]] }
`;

test('a pool with what belongs to it is made as the template says', async () => {
  const outputs = await deploy.apply(poolTemplate());
  const { cognito } = deploy.app;
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: outputs['PoolId'] }));
  expect(UserPool?.Name).toBe('stack-test-users');
  expect(UserPool?.Arn).toBe(outputs['PoolArn']);
  expect(UserPool?.Policies?.PasswordPolicy?.MinimumLength).toBe(10);
  expect(UserPool?.SchemaAttributes?.map(({ Name }) => Name)).toContain('custom:plan');
  expect(UserPool?.DeletionProtection).toBe('INACTIVE');
  const mfa = await cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId: outputs['PoolId'] }));
  expect(mfa).toMatchObject({ MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration: { Enabled: true } });
  const { UserPoolClient } = await cognito.send(
    new DescribeUserPoolClientCommand({ UserPoolId: outputs['PoolId'], ClientId: outputs['ClientId'] }),
  );
  expect(UserPoolClient?.ClientSecret).toBe(outputs['ClientSecret']);
  expect(UserPoolClient?.AllowedOAuthScopes).toEqual(['openid', 'rides/write']);
  expect(outputs['Issuer']).toBe(`http://localhost:${new URL(deploy.app.endpoint).port}/${outputs['PoolId']}`);
  expect(outputs['Joined']).toBe(`a/${outputs['PoolId']?.split('_')[1]}`);
  const { Group } = await cognito.send(new GetGroupCommand({ UserPoolId: outputs['PoolId'], GroupName: 'staff' }));
  expect(Group?.Precedence).toBe(5);
  expect(deploy.read('.poolhouse/stack.json')).not.toContain(outputs['ClientSecret']);
});

test('the same template again changes nothing', async () => {
  const before = deploy.record();
  await deploy.apply(poolTemplate());
  expect(deploy.record().resources).toHaveLength(before.resources.length);
  const plan = await deploy.run('stack.yaml', '--plan');
  expect(plan).toMatchObject({ code: 0 });
  expect(plan.out).toContain('4 unchanged');
});

test('what can change changes in place; a group of another name is another group', async () => {
  const before = deploy.record();
  deploy.write('stack.yaml', poolTemplate({ callback: 'https://new.example/', group: 'crew' }));
  const plan = await deploy.run('stack.yaml', '--plan');
  expect(plan.code).toBe(3);
  expect(plan.out).toContain('~ Web (AWS::Cognito::UserPoolClient)');
  expect(plan.out).toContain('CallbackURLs: ["https://app.example/callback"] -> ["https://new.example/"]');
  expect(plan.out).toContain('± Staff (AWS::Cognito::UserPoolGroup)');
  const outputs = await deploy.apply(poolTemplate({ callback: 'https://new.example/', group: 'crew' }));
  const idOf = (record: typeof before, name: string) => record.resources.find((each) => each.logicalId === name)?.id;
  expect(idOf(deploy.record(), 'Web')).toBe(idOf(before, 'Web'));
  expect(outputs['Group']).toBe('crew');
  const input = { UserPoolId: outputs['PoolId'], GroupName: 'staff' };
  await expect(deploy.app.cognito.send(new GetGroupCommand(input))).rejects.toThrow(/not found/i);
});

test('attributes are added in place', async () => {
  const more = '        - { Name: seat, AttributeDataType: String }';
  const outputs = await deploy.apply(poolTemplate({ callback: 'https://new.example/', group: 'crew', more }));
  const { UserPool } = await deploy.app.cognito.send(new DescribeUserPoolCommand({ UserPoolId: outputs['PoolId'] }));
  expect(UserPool?.SchemaAttributes?.map(({ Name }) => Name)).toContain('custom:seat');
});

test('another stack imports what this one exports', async () => {
  deploy.write(
    'other.yaml',
    `Resources:
  More:
    Type: AWS::Cognito::UserPoolClient
    Properties: { UserPoolId: !ImportValue stack-pool, ClientName: more }
Outputs: { Id: { Value: !Ref More } }
`,
  );
  const ran = await deploy.run('other.yaml', '--yes', '--json');
  expect(ran).toMatchObject({ code: 0 });
  expect((await deploy.run('--list')).out).toMatch(/^other {2}1 resources.*\nstack {2}4 resources/);
  const refused = await deploy.run('stack.yaml', '--delete', '--yes');
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('the stack other uses stack-pool');
  expect((await deploy.run('other.yaml', '--delete', '--yes')).code).toBe(0);
});

test('deleting leaves nothing', async () => {
  expect((await deploy.run('stack.yaml', '--delete', '--yes')).code).toBe(0);
  const { UserPools } = await deploy.app.cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  expect(UserPools).toEqual([]);
  expect((await deploy.run('--list')).err).toContain('No stack has a record');
});
