/** Tables behind the gateway: each person has its own partition, whatever way a request takes to another. */
import {
  BatchExecuteStatementCommand,
  type DynamoDBClient as Client,
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  GetItemCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  QueryCommand as DocumentQuery,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  type Backend,
  type Person,
  REGION,
  type Services,
  signed,
  startDynamoDb,
  startServices,
} from './support.ts';

const arn = (name: string) => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}`;
const ID = '${cognito-identity.amazonaws.com:sub}';

const POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['dynamodb:*'],
      Resource: [arn('rides'), arn('rides/index/*')],
      Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [ID] } },
    },
    { Effect: 'Allow', Action: 'dynamodb:DescribeTable', Resource: arn('rides') },
    {
      Effect: 'Allow',
      Action: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
      Resource: arn('people'),
      Condition: {
        'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['userId', 'name'] },
        StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
      },
    },
  ],
};

let backend: Backend;
let app: Services;
let ann: Person;
let bob: Person;
let operator: Client;
const me = () => ann.identityId;
const documents = (person: Person) => DynamoDBDocumentClient.from(person.dynamodb);

beforeAll(async () => {
  backend = await startDynamoDb();
  const services = {
    dynamodb: { endpoint: backend.url, 'access-key-id': 'o', 'secret-access-key': 's' },
  };
  app = await startServices(services, POLICY);
  [ann, bob] = await Promise.all([app.person(), app.person()]);
  operator = new DynamoDBClient({
    endpoint: backend.url,
    region: REGION,
    credentials: { accessKeyId: 'o', secretAccessKey: 's' },
  });
  for (const TableName of ['rides', 'people', 'others']) {
    await operator.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'userId', KeyType: 'HASH' },
          { AttributeName: 'rideId', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: ['userId', 'rideId', 'driver'].map((AttributeName) => ({
          AttributeName,
          AttributeType: 'S',
        })),
        GlobalSecondaryIndexes: [
          {
            IndexName: 'byDriver',
            KeySchema: [{ AttributeName: 'driver', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      }),
    );
  }
  const all = DynamoDBDocumentClient.from(operator);
  const item = { rideId: '1', driver: 'Rocinante', name: 'A name', secret: 'x' };
  for (const userId of [ann.identityId, bob.identityId]) {
    for (const TableName of ['rides', 'people', 'others']) {
      await all.send(new PutCommand({ TableName, Item: { ...item, userId } }));
    }
  }
});
afterAll(async () => {
  operator?.destroy();
  await app?.stop();
  await backend?.stop();
});

const denied = (action: string, table: string) => ({
  name: 'AccessDeniedException',
  message: expect.stringMatching(
    new RegExp(
      `^User: arn:aws:sts::.+ is not authorized to perform: dynamodb:${action} on resource: ${arn(table)} because no identity-based policy allows the dynamodb:${action} action$`,
    ),
  ),
  $metadata: expect.objectContaining({ httpStatusCode: 400 }),
});
const refused = { name: expect.stringMatching(/^(AccessDeniedException|ValidationException)$/) };

describe('a partition of one’s own', () => {
  it('is written, read, changed, asked for and deleted', async () => {
    const client = documents(ann);
    const Key = { userId: me(), rideId: 'own' };
    await client.send(new PutCommand({ TableName: 'rides', Item: { ...Key, at: 1, bytes: new Uint8Array([1, 2]) } }));
    await client.send(
      new UpdateCommand({
        TableName: 'rides',
        Key,
        UpdateExpression: 'SET #s = :s',
        ExpressionAttributeNames: { '#s': 'status' },
        ExpressionAttributeValues: { ':s': 'done' },
      }),
    );
    const { Item } = await client.send(new GetCommand({ TableName: 'rides', Key }));
    expect(Item).toEqual({ ...Key, at: 1, bytes: new Uint8Array([1, 2]), status: 'done' });
    const { Items } = await client.send(
      new DocumentQuery({
        TableName: 'rides',
        KeyConditionExpression: '(#u = :u) AND begins_with(rideId, :r)',
        ExpressionAttributeNames: { '#u': 'userId' },
        ExpressionAttributeValues: { ':u': me(), ':r': 'ow' },
      }),
    );
    expect(Items?.map(({ rideId }) => rideId)).toEqual(['own']);
    await client.send(new DeleteCommand({ TableName: 'rides', Key }));
    const batch = await client.send(
      new BatchGetCommand({ RequestItems: { rides: { Keys: [Key, { ...Key, rideId: '1' }] } } }),
    );
    expect(batch.Responses?.['rides']).toHaveLength(1);
  });

  it('says what the service says', async () => {
    const { Table } = await ann.dynamodb.send(new DescribeTableCommand({ TableName: 'rides' }));
    expect(Table?.TableName).toBe('rides');
    const Item = { userId: me(), rideId: '1' };
    await expect(
      documents(ann).send(
        new PutCommand({ TableName: 'rides', Item, ConditionExpression: 'attribute_not_exists(userId)' }),
      ),
    ).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  });

  it('takes the ARN of a table for its name', async () => {
    const Key = { userId: { S: me() }, rideId: { S: '1' } };
    const { Item } = await ann.dynamodb.send(new GetItemCommand({ TableName: arn('rides'), Key }));
    expect(Item?.['driver']).toEqual({ S: 'Rocinante' });
    const { Tags } = await ann.dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: arn('rides') }));
    expect(Tags).toEqual([]);
    await expect(
      ann.dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: arn('others') })),
    ).rejects.toMatchObject(denied('ListTagsOfResource', 'others'));
    await expect(
      ann.dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: arn('rides').replace(ACCOUNT, '111111111111') })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(
      ann.dynamodb.send(new GetItemCommand({ TableName: arn('rides').replace(ACCOUNT, '111111111111'), Key })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('the partition of another', () => {
  it('is out of reach by key', async () => {
    const client = documents(ann);
    const Key = { userId: bob.identityId, rideId: '1' };
    const TableName = 'rides';
    await expect(client.send(new GetCommand({ TableName, Key }))).rejects.toMatchObject(denied('GetItem', 'rides'));
    await expect(client.send(new PutCommand({ TableName, Item: Key }))).rejects.toMatchObject(
      denied('PutItem', 'rides'),
    );
    await expect(client.send(new DeleteCommand({ TableName, Key }))).rejects.toMatchObject(
      denied('DeleteItem', 'rides'),
    );
    await expect(client.send(new UpdateCommand({ TableName, Key }))).rejects.toMatchObject(
      denied('UpdateItem', 'rides'),
    );
  });

  it('is out of reach among one’s own, and so is another table', async () => {
    const client = documents(ann);
    const [mine, theirs] = [me(), bob.identityId].map((userId) => ({ userId, rideId: '1' }));
    await expect(
      client.send(new BatchGetCommand({ RequestItems: { rides: { Keys: [mine ?? {}, theirs ?? {}] } } })),
    ).rejects.toMatchObject(denied('BatchGetItem', 'rides'));
    await expect(
      client.send(
        new BatchGetCommand({ RequestItems: { rides: { Keys: [mine ?? {}] }, others: { Keys: [mine ?? {}] } } }),
      ),
    ).rejects.toMatchObject(denied('BatchGetItem', 'others'));
    await expect(
      client.send(
        new BatchWriteCommand({
          RequestItems: { rides: [{ PutRequest: { Item: mine } }, { DeleteRequest: { Key: theirs } }] },
        }),
      ),
    ).rejects.toMatchObject(denied('BatchWriteItem', 'rides'));
  });

  it('is out of reach within transactions', async () => {
    const [mine, theirs] = [me(), bob.identityId].map((userId) => ({ userId: { S: userId }, rideId: { S: '1' } }));
    const TableName = 'rides';
    const writes = [
      [{ Delete: { TableName, Key: theirs } }, 'DeleteItem'],
      [{ Put: { TableName, Item: theirs } }, 'PutItem'],
      [{ Update: { TableName, Key: theirs, UpdateExpression: 'REMOVE a' } }, 'UpdateItem'],
      [
        { ConditionCheck: { TableName, Key: theirs, ConditionExpression: 'attribute_exists(a)' } },
        'ConditionCheckItem',
      ],
    ] as const;
    for (const [write, action] of writes) {
      await expect(
        ann.dynamodb.send(
          new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: mine } }, write] as never }),
        ),
      ).rejects.toMatchObject(denied(action, 'rides'));
    }
    await expect(
      ann.dynamodb.send(
        new TransactGetItemsCommand({
          TransactItems: [{ Get: { TableName, Key: mine } }, { Get: { TableName, Key: theirs } }],
        }),
      ),
    ).rejects.toMatchObject(denied('GetItem', 'rides'));
  });

  const names = { '#u': 'userId', '#r': 'rideId' };
  const tricks: [string, Partial<QueryCommandInput>][] = [
    ['its key', { KeyConditionExpression: 'userId = :b' }],
    ['its key under another name', { KeyConditionExpression: '#u = :b' }],
    ['OR', { KeyConditionExpression: 'userId = :a OR userId = :b' }],
    ['two equalities', { KeyConditionExpression: 'userId = :a AND userId = :b' }],
    ['two equalities, one of them aliased', { KeyConditionExpression: 'userId = :a AND #u = :b' }],
    ['begins_with', { KeyConditionExpression: 'begins_with(userId, :a)' }],
    ['BETWEEN', { KeyConditionExpression: 'userId BETWEEN :a AND :b' }],
    ['an order', { KeyConditionExpression: 'userId >= :a' }],
    ['NOT', { KeyConditionExpression: 'NOT userId = :a' }],
    ['the sort key alone', { KeyConditionExpression: '#r = :a' }],
    ['names the other way round', { KeyConditionExpression: '#u = :a', ExpressionAttributeNames: { '#u': 'rideId' } }],
    ['an index of another key', { IndexName: 'byDriver', KeyConditionExpression: 'driver = :r' }],
    ['a value that is not there', { KeyConditionExpression: 'userId = :c' }],
    ['parentheses', { KeyConditionExpression: '((userId = :a) OR (#u = :b))' }],
    [
      'both ways at once',
      {
        KeyConditionExpression: 'userId = :a',
        KeyConditions: { userId: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'b' }] } },
      },
    ],
    ['a value of two types', { KeyConditionExpression: 'userId = :two' }],
  ];
  it.each(tricks)('is not queried by %s', async (_, given) => {
    const used = JSON.stringify(given);
    const named = Object.fromEntries(Object.entries(names).filter(([name]) => used.includes(name)));
    const values = {
      ':a': { S: me() },
      ':b': { S: bob.identityId },
      ':r': { S: 'Rocinante' },
      ':two': { S: me(), N: '1' },
    };
    const input = {
      TableName: 'rides',
      ExpressionAttributeValues: Object.fromEntries(Object.entries(values).filter(([name]) => used.includes(name))),
      ...(Object.keys(named).length > 0 && { ExpressionAttributeNames: named }),
      ...given,
    };
    const request = await signed(app, ann.credentials, {
      method: 'POST',
      path: '/',
      service: 'dynamodb',
      headers: { 'x-amz-target': 'DynamoDB_20120810.Query', 'content-type': 'application/x-amz-json-1.0' },
      body: JSON.stringify(input),
    });
    const { status, text } = await app.ask(request);
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({
      __type: expect.stringMatching(/#(AccessDeniedException|ValidationException)$/),
    });
    expect(text).not.toContain('Rocinante');
  });

  it('is not queried by older conditions, nor scanned', async () => {
    const query = (input: Partial<QueryCommandInput>) =>
      ann.dynamodb.send(new QueryCommand({ TableName: 'rides', ...input }));
    const condition = (ComparisonOperator: 'EQ' | 'BEGINS_WITH', S: string) => ({
      KeyConditions: { userId: { ComparisonOperator, AttributeValueList: [{ S }] } },
    });
    expect((await query(condition('EQ', me()))).Items).toHaveLength(1);
    await expect(query(condition('EQ', bob.identityId))).rejects.toMatchObject(denied('Query', 'rides'));
    await expect(query(condition('BEGINS_WITH', 'us'))).rejects.toMatchObject(refused);
    await expect(ann.dynamodb.send(new ScanCommand({ TableName: 'rides' }))).rejects.toMatchObject(
      denied('Scan', 'rides'),
    );
  });

  it('is not read by statements, whose tables nobody reads here', async () => {
    const Statement = `SELECT * FROM "rides" WHERE userId = '${me()}'`;
    await expect(ann.dynamodb.send(new ExecuteStatementCommand({ Statement }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    await expect(
      ann.dynamodb.send(new BatchExecuteStatementCommand({ Statements: [{ Statement }] })),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(ann.dynamodb.send(new ListTablesCommand({}))).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

describe('attributes', () => {
  const Key = () => ({ userId: { S: bob.identityId } });
  const get = (input: object) =>
    ann.dynamodb.send(new GetItemCommand({ TableName: 'people', Key: { ...Key() }, ...input }));

  it('that were granted are given, others are not', async () => {
    const read = (input: object) =>
      ann.dynamodb.send(
        new QueryCommand({
          TableName: 'people',
          KeyConditionExpression: 'userId = :u',
          ExpressionAttributeValues: { ':u': { S: bob.identityId } },
          ...input,
        }),
      );
    const granted = await read({ ProjectionExpression: 'userId, #n', ExpressionAttributeNames: { '#n': 'name' } });
    expect(granted.Items).toEqual([{ userId: { S: bob.identityId }, name: { S: 'A name' } }]);
    await expect(read({})).rejects.toMatchObject(denied('Query', 'people'));
    await expect(read({ ProjectionExpression: 'userId, secret' })).rejects.toMatchObject(denied('Query', 'people'));
    await expect(
      read({ ProjectionExpression: 'userId, #n', ExpressionAttributeNames: { '#n': 'secret' } }),
    ).rejects.toMatchObject(denied('Query', 'people'));
    await expect(read({ ProjectionExpression: 'userId', FilterExpression: 'secret = :u' })).rejects.toMatchObject(
      denied('Query', 'people'),
    );
    await expect(read({ Select: 'SPECIFIC_ATTRIBUTES' })).rejects.toMatchObject(refused);
    await expect(get({})).rejects.toMatchObject(denied('GetItem', 'people'));
    await expect(get({ ProjectionExpression: 'secret' })).rejects.toMatchObject(denied('GetItem', 'people'));
  });
});

describe('on the wire', () => {
  const target = (operation: string) => ({
    'x-amz-target': `DynamoDB_20120810.${operation}`,
    'content-type': 'application/x-amz-json-1.0',
  });
  const send = async (operation: string, body: string, changed: (given: string) => string = (given) => given) => {
    const request = { method: 'POST', path: '/', service: 'dynamodb', headers: target(operation), body };
    const answer = await app.ask({ ...(await signed(app, ann.credentials, request)), body: changed(body) });
    return { status: answer.status, body: JSON.parse(answer.text) as { __type?: string; Item?: object } };
  };

  it('a member that comes twice is the one that was looked at', async () => {
    const key = (id: string) => `"Key":{"userId":{"S":"${id}"},"rideId":{"S":"1"}}`;
    const foreign = await send('GetItem', `{"TableName":"rides",${key(me())},${key(bob.identityId)}}`);
    expect(foreign.body.__type).toMatch(/#AccessDeniedException$/);
    const own = await send('GetItem', `{"TableName":"others","TableName":"rides",${key(bob.identityId)},${key(me())}}`);
    expect(own).toMatchObject({ status: 200, body: { Item: { userId: { S: me() } } } });
  });

  it('a changed body, an unknown operation and another region are refused', async () => {
    const body = JSON.stringify({ TableName: 'rides' });
    const changed = await send('DescribeTable', body, (given) => given.replace('rides', 'other'));
    expect(changed.body.__type).toMatch(/#InvalidSignatureException$/);
    expect((await send('Describe.Table', body)).body.__type).toMatch(/#UnknownOperationException$/);
    expect((await send('DescribeTable', '[]')).body.__type).toMatch(/#SerializationException$/);
    expect((await send('DescribeTable', '{"TableName":".scylla.alternator.system.x"}')).body.__type).toMatch(
      /#ResourceNotFoundException$/,
    );
    const elsewhere = await signed(app, ann.credentials, {
      method: 'POST',
      path: '/',
      service: 'dynamodb',
      region: 'eu-west-1',
      headers: target('DescribeTable'),
      body,
    });
    expect((await app.ask(elsewhere)).text).toContain('InvalidSignatureException');
  });

  it('numbers of keys are compared by their value', async () => {
    const { keyText } = await import('../../src/gateway/services/dynamodb/values.ts');
    for (const one of ['1', '1.0', '01', '+1', '1e0', '0.1E1', '10e-1']) expect(keyText({ N: one })).toBe('1');
    expect(keyText({ N: '-0.050' })).toBe('-0.05');
    expect(keyText({ N: '1200' })).toBe('1200');
    expect(keyText({ N: '000' })).toBe('0');
    expect(() => keyText({ N: 'x' })).toThrow(/number/);
  });
});
