/**
 * What a DynamoDB request comes to: for every table or index that it touches the action, and what conditions can ask.
 * Source: DynamoDB developer guide, "Using IAM policy conditions for fine-grained access control", "Transactions:
 * IAM"; Service authorization reference, "Actions, resources, and condition keys for Amazon DynamoDB".
 */
import { attributesIn, partitionIn } from './expressions.ts';
import { invalid } from './invalid.ts';
import { type Fields, fieldsIn, isFields, listIn, own, textIn } from './json.ts';
import type { PartitionKeys } from './tables.ts';
import { keyText } from './values.ts';

export interface Use {
  /** Without `dynamodb:`. */
  readonly action: string;
  readonly table: string;
  readonly index?: string | undefined;
  /** Values of the partition key. Undefined: the action is about none. */
  readonly leadingKeys?: readonly string[];
  readonly attributes?: readonly string[];
  readonly select?: string | undefined;
  readonly returnValues?: string | undefined;
  readonly enclosing?: string;
}

/** A value that equals no key: of a scan, which reads all partitions, and where a table is not known. */
export const ANY_PARTITION = '\u0000';

type Reader = (input: Fields, keys: PartitionKeys) => Promise<readonly Use[]>;

const readItem =
  (action: string, member: 'Key' | 'Item', reads = false): Reader =>
  async (input, keys) => [await itemUse({ action, member, reads }, input, keys)];

interface ItemUse {
  readonly action: string;
  readonly member: 'Key' | 'Item';
  readonly reads?: boolean;
  readonly enclosing?: string;
}

const itemUse = async (
  { action, member, reads, enclosing }: ItemUse,
  input: Fields,
  keys: PartitionKeys,
): Promise<Use> => {
  const table = tableIn(input);
  const item = fieldsIn(input, member);
  return {
    action,
    table,
    leadingKeys: [await leadingKey(table, item, keys)],
    attributes: [...new Set([...Object.keys(item), ...attributesOf(input)])],
    ...(reads && { select: selectOf(input, 'ALL_ATTRIBUTES') }),
    returnValues: returnedIn(input),
    ...(enclosing !== undefined && { enclosing }),
  };
};

/** What a failed condition gives back is given back too. */
const returnedIn = (input: Fields): string | undefined => {
  const onFailure = textIn(input, 'ReturnValuesOnConditionCheckFailure');
  return onFailure === undefined || onFailure === 'NONE' ? textIn(input, 'ReturnValues') : onFailure;
};

const leadingKey = async (table: string, item: Fields, keys: PartitionKeys): Promise<string> => {
  const name = await keys(table);
  const value = name === undefined ? undefined : own(item, name);
  return value === undefined ? ANY_PARTITION : keyText(value);
};

const query: Reader = async (input, keys) => {
  const table = tableIn(input);
  const index = indexIn(input);
  const hashKey = await keys(table, index);
  return [
    {
      action: 'Query',
      table,
      index,
      leadingKeys: [hashKey === undefined ? ANY_PARTITION : queriedPartition(input, hashKey)],
      attributes: attributesOf(input),
      select: selectIn(input, index),
    },
  ];
};

const queriedPartition = (input: Fields, hashKey: string): string => {
  const expression = textIn(input, 'KeyConditionExpression');
  const conditions = own(input, 'KeyConditions');
  if (expression !== undefined && conditions !== undefined && conditions !== null) {
    throw invalid('Can not use both expression and non-expression parameters in the same request');
  }
  if (expression !== undefined) {
    const [names, values] = [own(input, 'ExpressionAttributeNames'), own(input, 'ExpressionAttributeValues')];
    return keyText(partitionIn(expression, names, values, hashKey));
  }
  const condition = own(conditions, hashKey);
  const list = own(condition, 'AttributeValueList');
  if (own(condition, 'ComparisonOperator') !== 'EQ' || !Array.isArray(list) || list.length !== 1) {
    throw invalid(`Query condition missed key schema element: ${hashKey}`);
  }
  return keyText(list[0]);
};

const scan: Reader = async (input) => {
  const index = indexIn(input);
  return [
    {
      action: 'Scan',
      table: tableIn(input),
      index,
      leadingKeys: [ANY_PARTITION],
      attributes: attributesOf(input),
      select: selectIn(input, index),
    },
  ];
};

const batchGet: Reader = async (input, keys) =>
  Promise.all(
    Object.entries(fieldsIn(input, 'RequestItems')).map(async ([name, request]) => {
      const table = tableNamed(name);
      const items = listIn(request, 'Keys').map(asFields);
      return {
        action: 'BatchGetItem',
        table,
        leadingKeys: await leadingKeys(table, items, keys),
        attributes: [...new Set([...items.flatMap(Object.keys), ...attributesOf(asFields(request))])],
        select: selectOf(asFields(request), 'ALL_ATTRIBUTES'),
      };
    }),
  );

const batchWrite: Reader = async (input, keys) =>
  Promise.all(
    Object.keys(fieldsIn(input, 'RequestItems')).map(async (name) => {
      const table = tableNamed(name);
      const items = listIn(own(input, 'RequestItems'), name).flatMap(writtenItems);
      return {
        action: 'BatchWriteItem',
        table,
        leadingKeys: await leadingKeys(table, items, keys),
        attributes: [...new Set(items.flatMap(Object.keys))],
      };
    }),
  );

const writtenItems = (request: unknown): Fields[] => {
  const put = own(request, 'PutRequest');
  const remove = own(request, 'DeleteRequest');
  return [...(isFields(put) ? [fieldsIn(put, 'Item')] : []), ...(isFields(remove) ? [fieldsIn(remove, 'Key')] : [])];
};

const leadingKeys = async (table: string, items: readonly Fields[], keys: PartitionKeys): Promise<string[]> => {
  const values = await Promise.all(items.map((item) => leadingKey(table, item, keys)));
  return values.length === 0 ? [ANY_PARTITION] : [...new Set(values)];
};

const IN_TRANSACTIONS: Readonly<Record<string, ItemUse>> = {
  ConditionCheck: { action: 'ConditionCheckItem', member: 'Key' },
  Delete: { action: 'DeleteItem', member: 'Key' },
  Get: { action: 'GetItem', member: 'Key', reads: true },
  Put: { action: 'PutItem', member: 'Item' },
  Update: { action: 'UpdateItem', member: 'Key' },
};

const transaction =
  (enclosing: string): Reader =>
  async (input, keys) => {
    const uses = listIn(input, 'TransactItems').flatMap((item) =>
      Object.keys(asFields(item)).map((kind) => {
        const use = Object.hasOwn(IN_TRANSACTIONS, kind) ? IN_TRANSACTIONS[kind] : undefined;
        if (use === undefined) throw invalid(`TransactItems can not have ${kind.slice(0, 32)}`);
        return itemUse({ ...use, enclosing }, fieldsIn(item, kind), keys);
      }),
    );
    return Promise.all(uses);
  };

const ofTable =
  (action: string): Reader =>
  async (input) => [{ action, table: tableIn(input) }];

const ofResource =
  (action: string): Reader =>
  async (input) => [{ action, table: tableNamed(textIn(input, 'ResourceArn')) }];

const TABLE_ACTIONS = [
  'CreateBackup',
  'CreateTable',
  'DeleteTable',
  'DescribeContinuousBackups',
  'DescribeContributorInsights',
  'DescribeKinesisStreamingDestination',
  'DescribeTable',
  'DescribeTableReplicaAutoScaling',
  'DescribeTimeToLive',
  'UpdateContinuousBackups',
  'UpdateContributorInsights',
  'UpdateTable',
  'UpdateTimeToLive',
];

const RESOURCE_ACTIONS = ['ListTagsOfResource', 'TagResource', 'UntagResource'];

/** Actions without a resource. */
export const WITHOUT_TABLE: ReadonlySet<string> = new Set(['DescribeEndpoints', 'DescribeLimits', 'ListTables']);

/** All others are for those who may do everything: what they touch is not said in a way that can be told here. */
export const READERS: Readonly<Record<string, Reader>> = {
  BatchGetItem: batchGet,
  BatchWriteItem: batchWrite,
  DeleteItem: readItem('DeleteItem', 'Key'),
  GetItem: readItem('GetItem', 'Key', true),
  PutItem: readItem('PutItem', 'Item'),
  Query: query,
  Scan: scan,
  TransactGetItems: transaction('TransactGetItems'),
  TransactWriteItems: transaction('TransactWriteItems'),
  UpdateItem: readItem('UpdateItem', 'Key'),
  ...Object.fromEntries(TABLE_ACTIONS.map((action) => [action, ofTable(action)])),
  ...Object.fromEntries(RESOURCE_ACTIONS.map((action) => [action, ofResource(action)])),
};

const asFields = (value: unknown): Fields => {
  if (isFields(value)) return value;
  throw invalid('The provided request does not match the schema');
};

const tableIn = (input: Fields): string => tableNamed(textIn(input, 'TableName'));

/** A name, or an ARN, which is looked at later: it must be one of the backend's own. */
const tableNamed = (name: string | undefined): string => {
  if (name !== undefined && /^(arn:aws:dynamodb:[\w-]+:\d{12}:table\/)?[\w.-]{1,255}$/.test(name)) return name;
  throw invalid(
    "1 validation error detected: Value at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
  );
};

const indexIn = (input: Fields): string | undefined => {
  const index = textIn(input, 'IndexName');
  if (index === undefined || /^[\w.-]{1,255}$/.test(index)) return index;
  throw invalid(
    "1 validation error detected: Value at 'indexName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
  );
};

const EXPRESSIONS = [
  'ConditionExpression',
  'FilterExpression',
  'KeyConditionExpression',
  'ProjectionExpression',
  'UpdateExpression',
];
const BY_NAME = ['AttributeUpdates', 'ExclusiveStartKey', 'Expected', 'KeyConditions', 'QueryFilter', 'ScanFilter'];

const attributesOf = (input: Fields): string[] => {
  const names = own(input, 'ExpressionAttributeNames');
  const inExpressions = EXPRESSIONS.flatMap((member) => {
    const expression = textIn(input, member);
    return expression === undefined ? [] : attributesIn(expression, names);
  });
  const byName = BY_NAME.flatMap((member) => {
    const found = own(input, member);
    return isFields(found) ? Object.keys(found) : [];
  });
  return [...new Set([...inExpressions, ...byName, ...attributesToGet(input)])];
};

const attributesToGet = (input: Fields): string[] => {
  const found = own(input, 'AttributesToGet');
  return Array.isArray(found) ? found.filter((each) => typeof each === 'string') : [];
};

const selectOf = (input: Fields, whole: string): string => {
  const projects = (textIn(input, 'ProjectionExpression') ?? '').trim() !== '' || attributesToGet(input).length > 0;
  return projects ? 'SPECIFIC_ATTRIBUTES' : whole;
};

const selectIn = (input: Fields, index: string | undefined): string => {
  const whole = index === undefined ? 'ALL_ATTRIBUTES' : 'ALL_PROJECTED_ATTRIBUTES';
  const said = textIn(input, 'Select');
  if (said === 'SPECIFIC_ATTRIBUTES' && selectOf(input, whole) === whole) {
    throw invalid('Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES');
  }
  return said ?? selectOf(input, whole);
};
