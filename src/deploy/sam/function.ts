/** AWS::Serverless::Function: a function, its role where it names none, and what calls it. */
import { gather, type Place, refuse } from '../problems.ts';
import { callOf } from '../template/functions.ts';
import { childOf, type MappingNode, mapping, mappingOf, type Node, type Parts, textOf } from '../template/node.ts';
import type { Event } from './event.ts';
import { beside } from './merge.ts';
import { policiesOf } from './policies.ts';

export interface SamFunction {
  readonly logicalId: string;
  readonly resource: Node;
  readonly properties: MappingNode;
  readonly at: Place;
  /** Filled. */
  readonly events: Event[];
}

/** Passed on as they are; what has no effect or is not supported is told where functions are. */
const PASSED = [
  ...['FunctionName', 'Handler', 'Runtime', 'Timeout', 'MemorySize', 'Environment', 'Description', 'Layers'],
  ...['Architectures', 'PackageType', 'ReservedConcurrentExecutions', 'EphemeralStorage', 'KmsKeyArn', 'ImageConfig'],
  ...['VpcConfig', 'FileSystemConfigs', 'LoggingConfig', 'RuntimeManagementConfig', 'SnapStart'],
];
const OWN = new Set([
  ...PASSED,
  ...[
    'CodeUri',
    'InlineCode',
    'Role',
    'Policies',
    'Events',
    'AssumeRolePolicyDocument',
    'PermissionsBoundary',
    'RolePath',
  ],
  ...['Tags', 'Tracing', 'AutoPublishAlias', 'DeadLetterQueue', 'PropagateTags'],
]);

export const functionResources = ({ logicalId, resource, properties, at, events }: SamFunction): [string, Node][] => {
  gather(properties.entries, ([name, entry]) => {
    if (!OWN.has(name)) refuse(entry.at, `${logicalId} (AWS::Serverless::Function): ${name} is not supported`);
  });
  const part = (name: string): Node | undefined => properties.entries.get(name)?.node;
  gather(mappingEntries(part('Events')), ([, node]) => events.push(eventOf(logicalId, node)));
  const role = `${logicalId}Role`;
  const own = part('Role') ?? { 'Fn::GetAtt': [role, 'Arn'] };
  const result: [string, Node][] = [
    [
      logicalId,
      mapping(
        {
          ...beside(resource),
          Type: 'AWS::Lambda::Function',
          Properties: {
            ...Object.fromEntries(PASSED.map((name) => [name, part(name)])),
            Code: part('InlineCode') ? { ZipFile: part('InlineCode') } : codeOf(part('CodeUri'), logicalId, at),
            Role: own,
          },
        },
        at,
      ),
    ],
  ];
  if (part('Role') === undefined) result.push([role, roleOf(properties, resource, at)]);
  return result;
};

const codeOf = (node: Node | undefined, logicalId: string, at: Place): Node | Parts => {
  if (node === undefined) return refuse(at, `${logicalId} has neither CodeUri nor InlineCode`);
  if (node.kind === 'scalar') return node;
  return { S3Bucket: childOf(node, 'Bucket'), S3Key: childOf(node, 'Key') };
};

const roleOf = (properties: MappingNode, resource: Node, at: Place): Node => {
  const part = (name: string): Node | undefined => properties.entries.get(name)?.node;
  const { arns, documents } = policiesOf(part('Policies'));
  const condition = childOf(resource, 'Condition');
  return mapping(
    {
      Type: 'AWS::IAM::Role',
      Condition: condition,
      Properties: {
        AssumeRolePolicyDocument: part('AssumeRolePolicyDocument') ?? {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { Service: ['lambda.amazonaws.com'] }, Action: ['sts:AssumeRole'] },
          ],
        },
        Path: part('RolePath'),
        PermissionsBoundary: part('PermissionsBoundary'),
        ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole', ...arns],
        ...(documents.length > 0 && {
          Policies: documents.map((document, index) => ({ PolicyName: `Policy${index}`, PolicyDocument: document })),
        }),
      },
    },
    at,
  );
};

const mappingEntries = (node: Node | undefined): [string, Node][] =>
  node === undefined ? [] : [...mappingOf(node, 'Events').entries].map(([name, entry]) => [name, entry.node]);

const eventOf = (logicalId: string, node: Node): Event => {
  const type = childOf(node, 'Type');
  const kind = type === undefined ? '' : textOf(type, 'Type');
  const properties = childOf(node, 'Properties');
  const part = (name: string): Node | undefined => childOf(properties, name);
  const common = {
    function: logicalId,
    at: node.at,
    triggers: [],
    auth: part('Auth'),
    payload: part('PayloadFormatVersion'),
  };
  if (kind === 'Api' || kind === 'HttpApi') {
    const api = part(kind === 'Api' ? 'RestApiId' : 'ApiId');
    const implied = kind === 'Api' ? 'ServerlessRestApi' : 'ServerlessHttpApi';
    const path = part('Path');
    const method = part('Method');
    if (kind === 'Api' && (path === undefined || method === undefined))
      refuse(node.at, 'an event of the type Api needs Path and Method');
    return {
      ...common,
      kind,
      api: api === undefined ? implied : referred(api),
      path: path === undefined ? '/$default' : textOf(path, 'Path'),
      method: method === undefined ? 'any' : textOf(method, 'Method').toLowerCase(),
    };
  }
  if (kind !== 'Cognito') {
    return refuse(
      type?.at ?? node.at,
      `events of the type ${kind || 'nothing'} are not supported: functions are called by APIs and user pools`,
    );
  }
  const pool = part('UserPool') ?? refuse(node.at, 'an event of the type Cognito needs UserPool');
  const trigger = part('Trigger') ?? refuse(node.at, 'an event of the type Cognito needs Trigger');
  const triggers = trigger.kind === 'list' ? trigger.items : [trigger];
  return {
    ...common,
    kind: 'Cognito',
    api: referred(pool),
    path: '',
    method: '',
    triggers: triggers.map((each) => textOf(each, 'Trigger')),
  };
};

/** The name in `!Ref Name`, or a name as it is. */
const referred = (node: Node): string => {
  const call = callOf(node);
  if (call?.name === 'Ref') return textOf(call.argument, 'Ref');
  return node.kind === 'scalar'
    ? textOf(node, 'a name')
    : refuse(node.at, 'must be !Ref of a resource of this template');
};
