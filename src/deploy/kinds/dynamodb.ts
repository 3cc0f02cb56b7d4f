/** AWS::DynamoDB::Table at the configured backend. Source: AWS CloudFormation template reference. */
import { ApiError } from '../client/error.ts';
import { DeployFailed } from '../problems.ts';
import { type Fields, isFields, type Value } from '../template/node.ts';
import {
  any,
  isSince,
  type Kind,
  type Made,
  type Property,
  pick,
  string,
  type Tools,
  text,
  unlessGone,
} from './kind.ts';

const IGNORED = 'the backend decides it';
const ignored: Property = any({ ignored: IGNORED });
const MOST_WAITS = 600;
const WAIT_MS = 100;

const db = (tools: Tools) => {
  if (tools.dynamodb === undefined) throw new DeployFailed('no DynamoDB endpoint is configured');
  return tools.dynamodb;
};

/** `"5"` is a number in these places. */
const throughputOf = (value: Value | undefined): Fields | undefined =>
  isFields(value) ? Object.fromEntries(Object.entries(value).map(([name, units]) => [name, Number(units)])) : undefined;

const indexOf = (index: Value): Fields => {
  if (!isFields(index)) return {};
  const throughput = throughputOf(index['ProvisionedThroughput']);
  return {
    ...pick(index, 'IndexName', 'KeySchema', 'Projection'),
    ...(throughput && { ProvisionedThroughput: throughput }),
  };
};

const indexesOf = (properties: Fields): Map<string, Fields> =>
  new Map(
    ((properties['GlobalSecondaryIndexes'] ?? []) as Value[])
      .map(indexOf)
      .map((index) => [string(index['IndexName']), index]),
  );

const billing = (properties: Fields): Fields => {
  const throughput = throughputOf(properties['ProvisionedThroughput']);
  const mode = properties['BillingMode'] ?? (throughput ? 'PROVISIONED' : 'PAY_PER_REQUEST');
  return { BillingMode: mode, ...(throughput && mode === 'PROVISIONED' && { ProvisionedThroughput: throughput }) };
};

const streamOf = (properties: Fields): Fields => {
  const { StreamSpecification } = properties;
  return isFields(StreamSpecification) ? { StreamSpecification: { StreamEnabled: true, ...StreamSpecification } } : {};
};

interface TableDescription {
  readonly TableStatus?: string;
  readonly TableArn?: string;
  readonly LatestStreamArn?: string;
  readonly CreationDateTime?: number;
  readonly GlobalSecondaryIndexes?: readonly { readonly IndexStatus?: string }[];
}

const describe = async (tools: Tools, TableName: string): Promise<TableDescription> =>
  (await db(tools)('DescribeTable', { TableName }))['Table'] as TableDescription;

/** Until the table and its indexes can be used. */
const settled = async (tools: Tools, name: string): Promise<TableDescription> => {
  for (let waits = 0; waits < MOST_WAITS; waits++) {
    const table = await describe(tools, name);
    const isBusy =
      table.TableStatus !== 'ACTIVE' ||
      table.GlobalSecondaryIndexes?.some(({ IndexStatus }) => IndexStatus !== undefined && IndexStatus !== 'ACTIVE');
    if (!isBusy) return table;
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
  throw new DeployFailed(`the table ${name} is not ready after ${(MOST_WAITS * WAIT_MS) / 1000} seconds`);
};

/** Until its name is free again. @throws ApiError when it is */
const gone = async (tools: Tools, name: string): Promise<void> => {
  for (let waits = 0; waits < MOST_WAITS; waits++) {
    await describe(tools, name);
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
};

const madeOf = (name: string, { TableArn, LatestStreamArn }: TableDescription): Made => ({
  id: name,
  attributes: { Arn: string(TableArn), ...(LatestStreamArn && { StreamArn: LatestStreamArn }) },
});

/** Several backends know no TTL, tags or protection; the table is as good without. */
const ifKnown = async (tools: Tools, what: string, act: () => Promise<unknown>): Promise<void> => {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof ApiError) || !/UnknownOperation|NotImplemented|UnsupportedOperation/.test(error.code))
      throw error;
    tools.note(`${what} has no effect: the DynamoDB backend does not know it`);
  }
};

const changeIndexes = async (tools: Tools, name: string, before: Fields, after: Fields): Promise<void> => {
  const [had, has] = [indexesOf(before), indexesOf(after)];
  const { AttributeDefinitions } = after;
  const same = (one: Fields | undefined, other: Fields): boolean => JSON.stringify(one) === JSON.stringify(other);
  const step = async (GlobalSecondaryIndexUpdates: object[]): Promise<void> => {
    await db(tools)('UpdateTable', { TableName: name, AttributeDefinitions, GlobalSecondaryIndexUpdates });
    await settled(tools, name);
  };
  for (const [IndexName, index] of had) {
    if (!same(has.get(IndexName), index)) await step([{ Delete: { IndexName } }]);
  }
  for (const [IndexName, index] of has) if (!same(had.get(IndexName), index)) await step([{ Create: index }]);
};

const table: Kind = {
  type: 'AWS::DynamoDB::Table',
  needs: 'dynamodb',
  properties: {
    TableName: text({ update: 'replace' }),
    AttributeDefinitions: { type: 'list' },
    KeySchema: { type: 'list', required: true, update: 'replace' },
    BillingMode: text(),
    ProvisionedThroughput: { type: 'fields' },
    GlobalSecondaryIndexes: { type: 'list' },
    LocalSecondaryIndexes: { type: 'list', update: 'replace' },
    StreamSpecification: { type: 'fields' },
    TimeToLiveSpecification: { type: 'fields' },
    Tags: { type: 'list' },
    DeletionProtectionEnabled: { type: 'flag' },
    SSESpecification: ignored,
    PointInTimeRecoverySpecification: ignored,
    TableClass: ignored,
    ContributorInsightsSpecification: ignored,
    OnDemandThroughput: ignored,
    WarmThroughput: ignored,
    ImportSourceSpecification: any({ unsupported: 'import the data afterwards' }),
    KinesisStreamSpecification: any({ unsupported: 'there is no Kinesis here' }),
    ResourcePolicy: any({ unsupported: 'give the roles policies' }),
  },
  attributes: ['Arn', 'StreamArn'],
  name: { property: 'TableName', max: 255 },
  async create({ tools, properties }) {
    const name = string(properties['TableName']);
    const indexes = [...indexesOf(properties).values()];
    const local = (properties['LocalSecondaryIndexes'] ?? []) as Value[];
    await db(tools)('CreateTable', {
      ...pick(properties, 'TableName', 'AttributeDefinitions', 'KeySchema'),
      ...billing(properties),
      ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
      ...(local.length > 0 && { LocalSecondaryIndexes: local }),
      ...streamOf(properties),
    });
    return madeOf(name, await settled(tools, name));
  },
  async settle({ tools, properties, made, before }) {
    const ttl = properties['TimeToLiveSpecification'];
    if (isFields(ttl) && JSON.stringify(ttl) !== JSON.stringify(before?.['TimeToLiveSpecification'])) {
      const specification = { ...ttl, Enabled: String(ttl['Enabled']) === 'true' };
      await ifKnown(tools, 'TimeToLiveSpecification', () =>
        db(tools)('UpdateTimeToLive', { TableName: made.id, TimeToLiveSpecification: specification }),
      );
    }
    const tags = (properties['Tags'] ?? []) as Value[];
    if (tags.length > 0) {
      const input = { ResourceArn: made.attributes['Arn'], Tags: tags };
      await ifKnown(tools, 'Tags', () => db(tools)('TagResource', input));
    }
    const { DeletionProtectionEnabled } = properties;
    if (DeletionProtectionEnabled === undefined || DeletionProtectionEnabled === before?.['DeletionProtectionEnabled'])
      return;
    await ifKnown(tools, 'DeletionProtectionEnabled', () =>
      db(tools)('UpdateTable', { TableName: made.id, DeletionProtectionEnabled }),
    );
  },
  async update({ tools, properties, made, before }) {
    const name = made.id;
    if (JSON.stringify(billing(before)) !== JSON.stringify(billing(properties))) {
      await db(tools)('UpdateTable', { TableName: name, ...billing(properties) });
      await settled(tools, name);
    }
    await changeIndexes(tools, name, before, properties);
    if (JSON.stringify(streamOf(before)) !== JSON.stringify(streamOf(properties))) {
      const stream = isFields(properties['StreamSpecification'])
        ? streamOf(properties)
        : { StreamSpecification: { StreamEnabled: false } };
      await db(tools)('UpdateTable', { TableName: name, ...stream });
    }
    return madeOf(name, await settled(tools, name));
  },
  async remove({ tools, made }) {
    await unlessGone(async () => {
      await db(tools)('DeleteTable', { TableName: made.id });
      await gone(tools, made.id);
    });
  },
  async find({ tools, properties, since }) {
    const name = string(properties['TableName']);
    const found = await describe(tools, name).catch(() => undefined);
    return found && isSince(found.CreationDateTime, since) ? madeOf(name, found) : undefined;
  },
};

export const dynamodbKinds: readonly Kind[] = [table];
