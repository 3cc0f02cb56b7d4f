/** Every type of Cognito and IAM that is supported: made over the wire, changed, gone without a trace. */
import {
  CognitoIdentityClient,
  GetIdentityPoolRolesCommand,
  GetPrincipalTagAttributeMapCommand,
  ListIdentityPoolsCommand,
} from '@aws-sdk/client-cognito-identity';
import {
  AdminListGroupsForUserCommand,
  DescribeIdentityProviderCommand,
  DescribeManagedLoginBrandingCommand,
  DescribeTermsCommand,
  DescribeUserPoolDomainCommand,
  GetUICustomizationCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  GetGroupCommand,
  GetOpenIDConnectProviderCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsCommand,
  ListOpenIDConnectProvidersCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DeployApp, startDeployApp } from './support/deploy-app.ts';

let deploy: DeployApp;
let iam: IAMClient;
let identity: CognitoIdentityClient;
beforeAll(async () => {
  deploy = await startDeployApp();
  const shared = {
    region: 'us-east-1',
    endpoint: deploy.app.endpoint,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  };
  iam = new IAMClient(shared);
  identity = new CognitoIdentityClient(shared);
});
afterAll(async () => {
  iam?.destroy();
  identity?.destroy();
  await deploy?.stop();
});

const cognito = ({
  css = '.logo-customizable { max-width: 60% }',
  client = 'Web',
  secret = 'first-secret',
  color = 'blue',
} = {}) => `
Parameters: { GoogleSecret: { Type: String, NoEcho: true, Default: ${secret} } }
Resources:
  Pool: { Type: AWS::Cognito::UserPool, Properties: { UserPoolTier: ESSENTIALS } }
  Web: { Type: AWS::Cognito::UserPoolClient, Properties: { UserPoolId: !Ref Pool, ClientName: web } }
  Other: { Type: AWS::Cognito::UserPoolClient, Properties: { UserPoolId: !Ref Pool, ClientName: other } }
  Domain: { Type: AWS::Cognito::UserPoolDomain, Properties: { UserPoolId: !Ref Pool, Domain: deployed-people } }
  Google:
    Type: AWS::Cognito::UserPoolIdentityProvider
    Properties:
      UserPoolId: !Ref Pool
      ProviderName: Google
      ProviderType: Google
      ProviderDetails: { client_id: id, client_secret: !Ref GoogleSecret, authorize_scopes: email openid }
      AttributeMapping: { email: email }
  Look:
    Type: AWS::Cognito::UserPoolUICustomizationAttachment
    DependsOn: Domain
    Properties: { UserPoolId: !Ref Pool, ClientId: !Ref ${client}, CSS: '${css}' }
  Branding:
    Type: AWS::Cognito::ManagedLoginBranding
    Properties: { UserPoolId: !Ref Pool, ClientId: !Ref Other, UseCognitoProvidedValues: true }
  Terms:
    Type: AWS::Cognito::Terms
    Properties:
      UserPoolId: !Ref Pool
      ClientId: !Ref Web
      TermsName: terms-of-use
      TermsSource: LINK
      Enforcement: NONE
      Links: { 'cognito:default': 'https://app.example/terms' }
  Staff: { Type: AWS::Cognito::UserPoolGroup, Properties: { UserPoolId: !Ref Pool } }
  Ann:
    Type: AWS::Cognito::UserPoolUser
    Properties:
      UserPoolId: !Ref Pool
      Username: ann
      MessageAction: SUPPRESS
      UserAttributes: [{ Name: email, Value: ann@example.org }, { Name: email_verified, Value: 'true' }]
  AnnIsStaff: { Type: AWS::Cognito::UserPoolUserToGroupAttachment, Properties: { UserPoolId: !Ref Pool, Username: !Ref Ann, GroupName: !Ref Staff } }
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement: [{ Effect: Allow, Principal: { Federated: cognito-identity.amazonaws.com }, Action: [sts:AssumeRoleWithWebIdentity, sts:TagSession] }]
  Identities:
    Type: AWS::Cognito::IdentityPool
    Properties:
      AllowUnauthenticatedIdentities: 'true'
      CognitoIdentityProviders: [{ ClientId: !Ref Web, ProviderName: !GetAtt Pool.ProviderName }]
  Roles:
    Type: AWS::Cognito::IdentityPoolRoleAttachment
    Properties:
      IdentityPoolId: !Ref Identities
      Roles: { unauthenticated: !GetAtt Role.Arn, authenticated: !GetAtt Role.Arn }
      RoleMappings:
        people:
          IdentityProvider: !Join [':', [!GetAtt Pool.ProviderName, !Ref Web]]
          Type: Token
          AmbiguousRoleResolution: AuthenticatedRole
  Tags:
    Type: AWS::Cognito::IdentityPoolPrincipalTag
    Properties:
      IdentityPoolId: !Ref Identities
      IdentityProviderName: !GetAtt Pool.ProviderName
      UseDefaults: false
      PrincipalTags: { ${color}: email }
Outputs:
  Pool: { Value: !Ref Pool }
  Web: { Value: !Ref Web }
  Other: { Value: !Ref Other }
  Branding: { Value: !GetAtt Branding.ManagedLoginBrandingId }
  Terms: { Value: !GetAtt Terms.TermsId }
  Group: { Value: !Ref Staff }
  Identities: { Value: !Ref Identities }
  Provider: { Value: !GetAtt Pool.ProviderName }
`;

test('what belongs to pools', async () => {
  const outputs = await deploy.apply(cognito());
  const { cognito: idp } = deploy.app;
  const UserPoolId = outputs['Pool'];
  const { DomainDescription } = await idp.send(new DescribeUserPoolDomainCommand({ Domain: 'deployed-people' }));
  expect(DomainDescription?.UserPoolId).toBe(UserPoolId);
  const google = { UserPoolId, ProviderName: 'Google' };
  const secretOf = async () =>
    (await idp.send(new DescribeIdentityProviderCommand(google))).IdentityProvider?.ProviderDetails?.['client_secret'];
  expect(await secretOf()).toBe('first-secret');
  const cssOf = async (ClientId: string | undefined) =>
    (await idp.send(new GetUICustomizationCommand({ UserPoolId, ClientId }))).UICustomization?.CSS;
  expect(await cssOf(outputs['Web'])).toContain('max-width: 60%');
  const ManagedLoginBrandingId = outputs['Branding'];
  const { ManagedLoginBranding } = await idp.send(
    new DescribeManagedLoginBrandingCommand({ UserPoolId, ManagedLoginBrandingId }),
  );
  expect(ManagedLoginBranding?.UseCognitoProvidedValues).toBe(true);
  const { Terms } = await idp.send(new DescribeTermsCommand({ UserPoolId, TermsId: outputs['Terms'] }));
  expect(Terms?.Links).toEqual({ 'cognito:default': 'https://app.example/terms' });
  const { Groups } = await idp.send(new AdminListGroupsForUserCommand({ UserPoolId, Username: 'ann' }));
  expect(Groups?.map(({ GroupName }) => GroupName)).toEqual([outputs['Group']]);
  const { RoleMappings } = await identity.send(
    new GetIdentityPoolRolesCommand({ IdentityPoolId: outputs['Identities'] }),
  );
  expect(Object.keys(RoleMappings ?? {})).toEqual([`${outputs['Provider']}:${outputs['Web']}`]);
  const tags = { IdentityPoolId: outputs['Identities'], IdentityProviderName: outputs['Provider'] };
  expect((await identity.send(new GetPrincipalTagAttributeMapCommand(tags))).PrincipalTags).toEqual({ blue: 'email' });
  expect(deploy.read('.poolhouse/stack.json')).not.toContain('first-secret');

  await deploy.apply(cognito({ client: 'Other', secret: 'second-secret', color: 'red' }));
  expect(await secretOf()).toBe('second-secret');
  expect(await cssOf(outputs['Other'])).toContain('max-width: 60%');
  expect((await cssOf(outputs['Web'])) ?? '').toBe('');
  expect((await identity.send(new GetPrincipalTagAttributeMapCommand(tags))).PrincipalTags).toEqual({ red: 'email' });
  expect((await deploy.run('stack.yaml', '--plan')).code).toBe(0);

  expect(await deploy.run('stack.yaml', '--delete', '--yes')).toMatchObject({ code: 0 });
  expect((await idp.send(new ListUserPoolsCommand({ MaxResults: 60 }))).UserPools).toEqual([]);
  expect((await identity.send(new ListIdentityPoolsCommand({ MaxResults: 60 }))).IdentityPools).toEqual([]);
});

const statement = (action: string) =>
  `{ Version: 2012-10-17, Statement: [{ Effect: Allow, Action: '${action}', Resource: '*' }] }`;

const account = ({ action = 's3:GetObject', serial = 1, groups = '[!Ref Riders]', description = 'rides' } = {}) => `
Resources:
  Riders: { Type: AWS::IAM::Group, Properties: { Policies: [{ PolicyName: own, PolicyDocument: ${statement(action)} }] } }
  Drivers: { Type: AWS::IAM::Group }
  Machine: { Type: AWS::IAM::User, Properties: { Groups: ${groups}, Tags: [{ Key: team, Value: rides }] } }
  Key: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Machine, Serial: ${serial} } }
  Ride:
    Type: AWS::IAM::Role
    Properties:
      Description: ${description}
      MaxSessionDuration: '7200'
      AssumeRolePolicyDocument: { Version: 2012-10-17, Statement: [{ Effect: Allow, Principal: { Federated: !Ref Oidc }, Action: sts:AssumeRoleWithWebIdentity }] }
  Managed: { Type: AWS::IAM::ManagedPolicy, Properties: { PolicyDocument: ${statement(action)}, Users: [!Ref Machine], Roles: [!Ref Ride] } }
  Inline: { Type: AWS::IAM::Policy, Properties: { PolicyName: inline, PolicyDocument: ${statement(action)}, Users: [!Ref Machine], Roles: [!Ref Ride] } }
  Single: { Type: AWS::IAM::RolePolicy, Properties: { PolicyName: single, RoleName: !Ref Ride, PolicyDocument: ${statement(action)} } }
  Also: { Type: AWS::IAM::UserToGroupAddition, Properties: { GroupName: !Ref Drivers, Users: [!Ref Machine] } }
  Oidc: { Type: AWS::IAM::OIDCProvider, Properties: { Url: 'https://issuer.example', ClientIdList: [one] } }
Outputs:
  User: { Value: !Ref Machine }
  Role: { Value: !Ref Ride }
  Key: { Value: !Ref Key }
  Secret: { Value: !GetAtt Key.SecretAccessKey }
  Policy: { Value: !Ref Managed }
  Drivers: { Value: !Ref Drivers }
  Oidc: { Value: !Ref Oidc }
`;

test('what belongs to an account', async () => {
  const outputs = await deploy.apply(account());
  const UserName = outputs['User'];
  const { AttachedPolicies } = await iam.send(new ListAttachedUserPoliciesCommand({ UserName }));
  expect(AttachedPolicies?.map(({ PolicyArn }) => PolicyArn)).toEqual([outputs['Policy']]);
  expect((await iam.send(new ListUserPoliciesCommand({ UserName }))).PolicyNames).toEqual(['inline']);
  expect((await iam.send(new ListRolePoliciesCommand({ RoleName: outputs['Role'] }))).PolicyNames?.sort()).toEqual([
    'inline',
    'single',
  ]);
  const { Users } = await iam.send(new GetGroupCommand({ GroupName: outputs['Drivers'] }));
  expect(Users?.map((user) => user.UserName)).toEqual([UserName]);
  const oidc = { OpenIDConnectProviderArn: outputs['Oidc'] };
  expect((await iam.send(new GetOpenIDConnectProviderCommand(oidc))).ClientIDList).toEqual(['one']);
  const own = new IAMClient({
    region: 'us-east-1',
    endpoint: deploy.app.endpoint,
    credentials: { accessKeyId: outputs['Key'] ?? '', secretAccessKey: outputs['Secret'] ?? '' },
  });
  await expect(own.send(new ListRolesCommand({}))).rejects.toThrow('is not authorized to perform: iam:ListRoles');
  own.destroy();

  const changed = account({ action: 's3:*', serial: 2, groups: '[!Ref Drivers]', description: 'more rides' });
  const after = await deploy.apply(changed);
  expect(after['Key']).not.toBe(outputs['Key']);
  const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName }));
  expect(AccessKeyMetadata?.map(({ AccessKeyId }) => AccessKeyId)).toEqual([after['Key']]);
  const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: after['Policy'] }));
  const [current] = (Versions ?? []).filter(({ IsDefaultVersion }) => IsDefaultVersion);
  const version = { PolicyArn: after['Policy'], VersionId: current?.VersionId };
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand(version));
  expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toContain('"s3:*"');
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: after['Role'] }));
  expect(Role).toMatchObject({ Description: 'more rides', MaxSessionDuration: 7200 });
  expect(deploy.read('.poolhouse/stack.json')).not.toContain(after['Secret']);

  expect(await deploy.run('stack.yaml', '--delete', '--yes')).toMatchObject({ code: 0 });
  expect((await iam.send(new ListUsersCommand({}))).Users).toEqual([]);
  expect((await iam.send(new ListGroupsCommand({}))).Groups).toEqual([]);
  expect((await iam.send(new ListRolesCommand({}))).Roles).toEqual([]);
  expect((await iam.send(new ListPoliciesCommand({ Scope: 'Local' }))).Policies).toEqual([]);
  expect((await iam.send(new ListOpenIDConnectProvidersCommand({}))).OpenIDConnectProviderList).toEqual([]);
});

test('a resource of another type in the place of one', async () => {
  const one = 'Resources:\n  Thing: { Type: AWS::IAM::Group }\n';
  const other = 'Resources:\n  Thing: { Type: AWS::IAM::User }\n';
  await deploy.apply(one);
  await deploy.apply(other);
  expect((await iam.send(new ListGroupsCommand({}))).Groups).toEqual([]);
  expect((await iam.send(new ListUsersCommand({}))).Users).toHaveLength(1);
  expect((await deploy.run('stack.yaml', '--delete', '--yes')).code).toBe(0);
});

test('what has a fixed name and needs a new one is refused', async () => {
  const template = (path: string) => `Resources:
  Fixed:
    Type: AWS::IAM::ManagedPolicy
    Properties: { ManagedPolicyName: fixed, Path: ${path}, PolicyDocument: ${statement('s3:*')} }
`;
  await deploy.apply(template('/one/'));
  deploy.write('stack.yaml', template('/two/'));
  const ran = await deploy.run('stack.yaml', '--yes');
  expect(ran.err).toContain('Fixed has to be replaced, but its name fixed is the template');
  expect((await deploy.run('stack.yaml', '--delete', '--yes')).code).toBe(0);
});
