/** The template language: what is wrong is named with file and line, before anything is touched. */
import { ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DeployApp, startDeployApp } from './support/deploy-app.ts';

let deploy: DeployApp;
beforeAll(async () => {
  deploy = await startDeployApp();
});
afterAll(() => deploy.stop());

const refused = async (template: string, ...args: string[]): Promise<string> => {
  deploy.write('bad.yaml', template);
  const ran = await deploy.run('bad.yaml', '--yes', ...args);
  expect(ran.code).toBe(1);
  const { UserPools } = await deploy.app.cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  expect(UserPools).toEqual([]);
  expect((await deploy.run('--list')).err).toContain('No stack has a record');
  return ran.err;
};

test('unknown types and properties are named with their lines', async () => {
  const said = await refused(`Resources:
  Pool:
    Type: AWS::Cognito::UserPool
    Properties:
      UserPoolNam: x
      Policies:
        PasswordPolicy:
          MinimumLenght: 8
  Queue:
    Type: AWS::SQS::Queue
  Risk:
    Type: AWS::Cognito::UserPoolRiskConfigurationAttachment
`);
  expect(said).toContain('bad.yaml:5:7: Pool (AWS::Cognito::UserPool): UserPoolNam is not supported');
  expect(said).toContain('bad.yaml:10:11: Queue: the type AWS::SQS::Queue is not supported');
  expect(said).toContain(
    'bad.yaml:12:11: Risk: the type AWS::Cognito::UserPoolRiskConfigurationAttachment is not supported: threat protection',
  );
});

test('properties are named with their lines', async () => {
  const said = await refused(`Resources:
  Pool:
    Type: AWS::Cognito::UserPool
    Properties:
      UserPoolNam: x
      Policies:
        PasswordPolicy:
          MinimumLenght: 8
      MfaConfiguration: SOMETIMES
  Client:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      ClientName: web
`);
  expect(said).toContain('bad.yaml:5:7: Pool (AWS::Cognito::UserPool): UserPoolNam is not supported');
  expect(said).toContain(
    'bad.yaml:8:11: Pool (AWS::Cognito::UserPool): Policies.PasswordPolicy.MinimumLenght is not supported',
  );
  expect(said).toContain(
    'bad.yaml:9:7: Pool (AWS::Cognito::UserPool): MfaConfiguration must be one of OFF, ON, OPTIONAL',
  );
  expect(said).toContain('bad.yaml:10:3: Client (AWS::Cognito::UserPoolClient): needs UserPoolId');
});

test.each([
  ['a name that nothing bears', '!Ref Nobody', 'bad.yaml:4:38: nothing is called Nobody'],
  ['an attribute of nothing', '!GetAtt Nobody.Arn', 'no resource is called Nobody'],
  ['a name within text', `!Sub 'a-\${Nobody.Arn}'`, 'no resource is called Nobody'],
  ['a function of networks', '!Cidr [a, 1, 2]', 'Fn::Cidr is not supported: there are no networks here'],
  ['zones', "!Select [0, !GetAZs '']", 'Fn::GetAZs is not supported'],
  ['a macro', '{ Fn::Transform: { Name: x } }', 'Fn::Transform is not supported'],
  ['an unknown short form', '!Nope x', '!Nope is no intrinsic function'],
  ['an unknown function', '{ Fn::Nope: x }', 'Fn::Nope is no intrinsic function'],
  ['a dynamic reference', "'{{resolve:ssm:name}}'", 'dynamic references are not supported'],
  ['an item that is not there', '!Select [3, [a, b]]', 'the list has no item 3'],
  ['a mapping without the name', '!FindInMap [Names, a, nope]', 'Names has no a.nope'],
  ['an import of nothing', '!ImportValue nope', 'no stack here exports "nope"'],
  ['an alias', '*name', 'bad.yaml:4:33: aliases (*name) are not supported'],
])('%s is refused', async (_, expression, message) => {
  const said = await refused(`Mappings: { Names: { a: { b: c } } }
Resources:
  Pool: { Type: AWS::Cognito::UserPool,
    Properties: { UserPoolName: ${expression} } }
`);
  expect(said).toContain(message);
});

test('a circle is told', async () => {
  const said = await refused(`Resources:
  One: { Type: AWS::Cognito::UserPool, Properties: { UserPoolName: !Ref Two } }
  Two: { Type: AWS::Cognito::UserPool, Properties: { UserPoolName: !Sub '\${Three}' } }
  Three: { Type: AWS::Cognito::UserPool, DependsOn: One }
`);
  expect(said).toContain('bad.yaml:2:3: circular dependency: One -> Two -> Three -> One');
});

const withParameters = `Parameters:
  Stage: { Type: String, AllowedValues: [test, live] }
  Length: { Type: Number, MinValue: 8, MaxValue: 20, Default: 10 }
  Name: { Type: String, AllowedPattern: '[a-z]+', Default: people, ConstraintDescription: lower case only }
Resources:
  Pool: { Type: AWS::Cognito::UserPool, Properties: { UserPoolName: !Ref Name } }
`;

test.each([
  [[], 'bad.yaml:2:3: parameter Stage needs a value: --parameter Stage=…'],
  [['Stage=nope'], 'parameter Stage must be one of test, live'],
  [['Stage=test', 'Length=7'], 'parameter Length must be from 8 to 20'],
  [['Stage=test', 'Length=x'], 'parameter Length must be a number'],
  [['Stage=test', 'Name=A'], 'parameter Name must match [a-z]+ (lower case only)'],
  [['Stage=test', 'Other=A'], '--parameter Other: the template has no such parameter'],
])('parameters %j are refused', async (parameters, message) => {
  const said = await refused(withParameters, ...parameters.flatMap((each) => ['--parameter', each]));
  expect(said).toContain(message);
});

test('broken YAML, JSON and sections are told with their lines', async () => {
  expect(await refused('Resources:\n  A: [\n')).toContain('bad.yaml:');
  expect(await refused('Resources:\n  A: {Type: x}\n  A: {Type: y}\n')).toContain(
    'bad.yaml:3:3: Map keys must be unique',
  );
  expect(await refused('Resources: {}\n')).toContain('the template has no Resources');
  expect(await refused('Resurces: {}\n')).toContain('bad.yaml:1:1: Resurces is no section of a template');
  deploy.write('bad.json', '{ "Resources": { "A": { "Type": "AWS::SQS::Queue" } } }');
  const ran = await deploy.run('bad.json', '--yes');
  expect(ran.err).toContain('bad.json:1:');
});

test('every function that is supported has its value', async () => {
  const outputs = await deploy.apply(
    `Parameters:
  Origins: { Type: CommaDelimitedList, Default: 'https://a.example, https://b.example' }
  Account: { Type: String, Default: 012345678901 }
Mappings:
  Sizes: { us-east-1: { Length: '12' } }
Conditions:
  Yes: !Equals [a, a]
  No: !Not [!Condition Yes]
  Both: !And [!Condition Yes, !Not [!Condition No]]
  Either: !Or [!Condition No, !Equals [!Ref AWS::Region, us-east-1]]
Resources:
  Pool:
    Type: AWS::Cognito::UserPool
    Condition: Both
    Properties:
      UserPoolTags: { account: !Ref Account, note: !If [No, a, b] }
  Never: { Type: AWS::Cognito::UserPool, Condition: No }
Outputs:
  Joined: { Value: !Join ['|', !Ref Origins] }
  Second: { Value: !Select ['1', !Ref Origins] }
  Split: { Value: !Join ['+', !Split ['-', a-b-c]] }
  Size: { Value: !FindInMap [Sizes, !Ref AWS::Region, Length] }
  Fallback: { Value: !FindInMap [Sizes, !Ref AWS::Region, Nope, { DefaultValue: none }] }
  Base64: { Value: { Fn::Base64: abc } }
  Base64Two: { Value: !Base64 abc }
  Sub: { Value: !Sub ['\${Way}-\${!Literal}-\${AWS::Partition}', { Way: !Ref AWS::StackName }] }
  Json: { Value: { Fn::ToJsonString: { a: [1, true] } } }
  Length: { Value: !Length [!Ref Origins, b] }
  Gone: { Value: x, Condition: No }
  There: { Value: !If [Either, yes, no] }
  Account: { Value: !Ref Account }
`,
  );
  expect(outputs).toEqual({
    Joined: 'https://a.example|https://b.example',
    Second: 'https://b.example',
    Split: 'a+b+c',
    Size: '12',
    Fallback: 'none',
    Base64: 'YWJj',
    Base64Two: 'YWJj',
    Sub: `stack-\${Literal}-aws`,
    Json: '{"a":[1,true]}',
    Length: 2,
    There: 'yes',
    Account: '012345678901',
  });
  expect(deploy.record().resources.map(({ logicalId }) => logicalId)).toEqual(['Pool']);
  expect((await deploy.run('stack.yaml', '--delete', '--yes')).code).toBe(0);
});

test('the command line is checked', async () => {
  expect(await deploy.run()).toMatchObject({ code: 2, err: expect.stringContaining('Which template?') });
  expect((await deploy.run('nope.yaml')).err).toContain('does not exist');
  expect((await deploy.run('--nope')).err).toContain("Unknown option '--nope'");
  expect((await deploy.run('--plan', '--delete')).err).toContain('do not go together');
  expect((await deploy.run('--help')).out).toContain('Usage: poolhouse deploy');
});

test('names that every object has are names like others', async () => {
  const said = await refused(`Resources:
  toString:
    Type: AWS::Cognito::UserPool
    Properties:
      constructor: x
      __proto__: x
  Other:
    Type: constructor
  Queue:
    Type: __proto__
`);
  expect(said).toContain('bad.yaml:5:7: toString (AWS::Cognito::UserPool): constructor is not supported');
  expect(said).toContain('bad.yaml:6:7: toString (AWS::Cognito::UserPool): __proto__ is not supported');
  expect(said).toContain('bad.yaml:8:11: Other: the type constructor is not supported');
  expect(said).toContain('bad.yaml:10:11: Queue: the type __proto__ is not supported');
  for (const expression of ['!GetAtt Pool.constructor', '!GetAtt Pool.__proto__', '!ImportValue constructor']) {
    const refusal = await refused(`Resources:
  Pool: { Type: AWS::Cognito::UserPool, Properties: { UserPoolName: a } }
Outputs:
  A: { Value: ${expression} }
`);
    expect(refusal).toMatch(/has no attribute|no stack here exports/);
  }
});
