/** `Policies` of a SAM function: managed ones, documents, and SAM's own templates of which the usual ones are known. */
import { refuse } from '../problems.ts';
import { callOf } from '../template/functions.ts';
import { childOf, mapping, type Node, own, textOf } from '../template/node.ts';

export interface Policies {
  readonly arns: readonly Node[];
  readonly documents: readonly Node[];
}

/** Actions on a table or a bucket. Source: AWS SAM developer guide, "Policy template list". */
const TEMPLATES: Readonly<
  Record<string, { readonly of: 'TableName' | 'BucketName'; readonly actions: readonly string[] }>
> = {
  DynamoDBReadPolicy: { of: 'TableName', actions: ['GetItem', 'Scan', 'Query', 'BatchGetItem', 'DescribeTable'] },
  DynamoDBWritePolicy: { of: 'TableName', actions: ['PutItem', 'UpdateItem', 'BatchWriteItem'] },
  DynamoDBCrudPolicy: {
    of: 'TableName',
    actions: [
      ...['GetItem', 'DeleteItem', 'PutItem', 'Scan', 'Query', 'UpdateItem'],
      ...['BatchWriteItem', 'BatchGetItem', 'DescribeTable', 'ConditionCheckItem'],
    ],
  },
  S3ReadPolicy: {
    of: 'BucketName',
    actions: ['GetObject', 'ListBucket', 'GetBucketLocation', 'GetObjectVersion', 'GetLifecycleConfiguration'],
  },
  S3WritePolicy: { of: 'BucketName', actions: ['PutObject', 'PutObjectAcl', 'PutLifecycleConfiguration'] },
  S3CrudPolicy: {
    of: 'BucketName',
    actions: [
      ...['GetObject', 'ListBucket', 'GetBucketLocation', 'GetObjectVersion', 'PutObject', 'PutObjectAcl'],
      ...['GetLifecycleConfiguration', 'PutLifecycleConfiguration', 'DeleteObject'],
    ],
  },
};

export const policiesOf = (node: Node | undefined): Policies => {
  const items = node === undefined ? [] : node.kind === 'list' ? node.items : [node];
  const arns: Node[] = [];
  const documents: Node[] = [];
  for (const item of items) {
    if (item.kind === 'scalar') arns.push(arnOf(item));
    else if (callOf(item)) arns.push(item);
    else if (childOf(item, 'Statement')) documents.push(withVersion(item));
    else documents.push(fromTemplate(item));
  }
  return { arns, documents };
};

/** A bare name is one of AWS's own policies. */
const arnOf = (item: Node): Node => {
  const text = textOf(item, 'a policy');
  return text.startsWith('arn:') ? item : { kind: 'scalar', value: `arn:aws:iam::aws:policy/${text}`, at: item.at };
};

const withVersion = (item: Node): Node => {
  if (childOf(item, 'Version') || item.kind !== 'mapping') return item;
  return mapping({ Version: '2012-10-17', Statement: childOf(item, 'Statement') }, item.at);
};

const fromTemplate = (item: Node): Node => {
  const [[name, { node, at }] = ['', { node: item, at: item.at }]] = item.kind === 'mapping' ? [...item.entries] : [];
  const template = own(TEMPLATES, name);
  if (template === undefined)
    return refuse(at, `the policy template ${name || '(none)'} is not supported: write the statement out`);
  const bearer = childOf(node, template.of) ?? refuse(at, `${name} needs ${template.of}`);
  const isTable = template.of === 'TableName';
  const arn = isTable ? 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${name}' : 'arn:aws:s3:::${name}';
  const resource = (text: string): Node => mapping({ 'Fn::Sub': [text, { name: bearer }] }, at);
  return mapping(
    {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: template.actions.map((action) => `${isTable ? 'dynamodb' : 's3'}:${action}`),
          Resource: [resource(arn), resource(`${arn}/${isTable ? 'index/' : ''}*`)],
        },
      ],
    },
    at,
  );
};
