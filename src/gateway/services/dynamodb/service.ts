/** DynamoDB behind the gateway: read, proved, allowed for every table that it touches, written anew, signed anew. */
import type { Attempt } from '../../../core/credentials/authorize.ts';
import { type ProvedSignature, verifySignature } from '../../../core/credentials/signature/verify.ts';
import type { ContextEntries } from '../../../core/policies/request.ts';
import { passOn } from '../answer.ts';
import { circumstancesOf } from '../circumstances.ts';
import { corsHeaders } from '../cors.ts';
import type { Answered, Exchange } from '../exchange.ts';
import { grantAll, grantEverything } from '../grant.ts';
import { type Incoming, incomingOf } from '../incoming.ts';
import { INTERNAL, jsonError, jsonErrorResponse } from '../json-errors.ts';
import type { Service, ServicesOptions } from '../options.ts';
import { refuse } from '../refusal.ts';
import { ServiceRefused } from '../refused.ts';
import type { ServicesCore } from '../s3/service.ts';
import { type WantedBody, wantedBody } from '../small-body.ts';
import { createUpstream, hashOf, type Upstream } from '../upstream.ts';
import { type Fields, isFields } from './json.ts';
import { createTables, type Tables } from './tables.ts';
import { READERS, type Use, WITHOUT_TABLE } from './uses.ts';

const JSON_TYPE = 'application/x-amz-json-1.0';

interface Parts {
  readonly core: ServicesCore;
  readonly service: Service;
  readonly upstream: Upstream;
  readonly tables: Tables;
}

export const createDynamoDb = (core: ServicesCore, service: Service, options: ServicesOptions) => {
  const upstream = createUpstream(core, service, options);
  const parts: Parts = { core, service, upstream, tables: createTables(upstream, () => core.clock.now()) };
  return async (exchange: Exchange): Promise<Answered> => {
    try {
      return await answer(parts, exchange);
    } catch (error) {
      return refusal(parts, exchange, error);
    }
  };
};

const answer = async (parts: Parts, exchange: Exchange): Promise<Answered> => {
  const { service, upstream, tables } = parts;
  const incoming = incomingOf(exchange);
  const body = wantedBody(exchange);
  const proved = await prove(parts, incoming, body.payload);
  const { target, operation } = operationOf(incoming);
  incoming.facts.operation = operation;
  const input = inputIn(body.bytes());
  const written = await allowed(parts, incoming, proved, operation, input);
  const sent = Buffer.from(JSON.stringify(written));
  const answered = await upstream.send({
    method: 'POST',
    path: '/',
    query: [],
    headers: passedHeaders(incoming, target),
    payloadHash: hashOf(sent),
    body: { bytes: sent },
  });
  if (/^(Create|Delete|Update)Table$/.test(operation)) tables.forget(String(written['TableName']));
  const origin = `${incoming.facts.secure ? 'https' : 'http'}://${incoming.header('host') ?? ''}`;
  return passOn(answered, exchange, {
    cors: corsHeaders(service, incoming),
    backend: new URL(service.endpoint),
    origin,
  });
};

const prove = async (
  { core, service }: Parts,
  incoming: Incoming,
  payload: WantedBody['payload'],
): Promise<ProvedSignature> => {
  const { method, path, query, header } = incoming;
  const target = query === '' ? path : `${path}?${query}`;
  const proved = await verifySignature(core, { method, target, header }, payload, { service: 'dynamodb' });
  if (proved.region !== service.region) {
    throw new ServiceRefused(
      'InvalidSignatureException',
      400,
      `Credential should be scoped to a valid region, not '${proved.region}'. `,
    );
  }
  return proved;
};

const operationOf = ({ method, path, query, header }: Incoming): { target: string; operation: string } => {
  const target = header('x-amz-target') ?? '';
  const operation = /^(?:DynamoDB|DynamoDBStreams)_20120810\.([A-Za-z]{1,64})$/.exec(target)?.[1];
  const isPlain = method === 'POST' && path === '/' && query === '';
  if (operation !== undefined && isPlain) return { target, operation };
  throw new ServiceRefused('UnknownOperationException', 400, 'The requested operation is not known.');
};

/** Of two members with one name another reader might take the other: what was read is what is sent. */
const inputIn = (bytes: Buffer): Fields => {
  try {
    const input: unknown = JSON.parse(bytes.toString('utf8'));
    if (isFields(input)) return input;
  } catch {
    // Said below.
  }
  throw new ServiceRefused('SerializationException', 400, 'The request could not be read as JSON.');
};

/** What is to be sent on. Throws AccessDeniedException. */
const allowed = async (
  parts: Parts,
  incoming: Incoming,
  { principal }: ProvedSignature,
  operation: string,
  input: Fields,
): Promise<Fields> => {
  const { core, service, tables } = parts;
  const about = circumstancesOf(core, incoming, service);
  const action = `dynamodb:${operation}`;
  const isStreams = (incoming.header('x-amz-target') ?? '').startsWith('DynamoDBStreams_');
  if (!isStreams && WITHOUT_TABLE.has(operation)) {
    await grantAll(core, principal, service, [{ action, resources: ['*'], about }]);
    return input;
  }
  const reader = !isStreams && Object.hasOwn(READERS, operation) ? READERS[operation] : undefined;
  if (reader === undefined) {
    await grantEverything(core, principal, service, action);
    return input;
  }
  const own = withOwnTables(input, service);
  const uses = await reader(own, tables.partitionKey);
  // A request that touches nothing is the backend's to refuse, for those who may do everything.
  if (uses.length === 0) await grantEverything(core, principal, service, action);
  await grantAll(
    core,
    principal,
    service,
    uses.map((use) => attemptOf(use, own, service, about)),
  );
  return own;
};

/** How DynamoDB Local names its tables, whoever owns them. */
const LOCAL = 'arn:aws:dynamodb:ddblocal:000000000000:table/';

/** ARNs of tables become names: a backend might know none, and none but its own are meant. */
const withOwnTables = (input: Fields, service: Service): Fields => {
  const prefix = `arn:aws:dynamodb:${service.region}:${service.account}:table/`;
  const nameOf = (text: string): string => {
    const name = text.startsWith(prefix) ? text.slice(prefix.length) : text;
    if (name.startsWith('arn:') || name.startsWith('.')) throw notOurs(name);
    return name;
  };
  const renamed = (value: unknown, depth: number): unknown => {
    if (!isFields(value) || depth > 1) return value;
    return Object.fromEntries(
      Object.entries(value).map(([member, each]) => {
        if (member === 'TableName' && typeof each === 'string') return [member, nameOf(each)];
        return [member, each];
      }),
    );
  };
  const top = renamed(input, 0) as Fields;
  const resource = top['ResourceArn'];
  if (typeof resource === 'string' && !resource.startsWith(prefix) && !resource.startsWith(LOCAL)) {
    throw notOurs(resource.slice(0, 255));
  }
  const items = top['TransactItems'];
  const requests = top['RequestItems'];
  return {
    ...top,
    ...(Array.isArray(items) && { TransactItems: items.map((item) => inTransaction(item, renamed)) }),
    ...(isFields(requests) && { RequestItems: renamedKeys(requests, nameOf) }),
  };
};

const inTransaction = (item: unknown, renamed: (value: unknown, depth: number) => unknown): unknown =>
  isFields(item) ? Object.fromEntries(Object.entries(item).map(([kind, each]) => [kind, renamed(each, 1)])) : item;

/** One table under two names would be asked for under one. */
const renamedKeys = (requests: Fields, nameOf: (text: string) => string): Fields => {
  const entries = Object.entries(requests).map(([name, each]) => [nameOf(name), each] as const);
  if (new Set(entries.map(([name]) => name)).size !== entries.length) {
    throw new ServiceRefused('ValidationException', 400, 'Provided list of tables contains duplicates');
  }
  return Object.fromEntries(entries);
};

const notOurs = (name: string) =>
  new ServiceRefused('ResourceNotFoundException', 400, `Requested resource not found: Table: ${name} not found`);

const attemptOf = (
  use: Use,
  input: Fields,
  service: Service,
  about: Attempt['about'],
): Omit<Attempt, 'resourceAccount'> => {
  const { action, table, index, leadingKeys, attributes, select, returnValues, enclosing } = use;
  const name = table.replace(/^arn:.*:table\//, '');
  const arn = `arn:aws:dynamodb:${service.region}:${service.account}:table/${name}`;
  const consumed = input['ReturnConsumedCapacity'];
  const own: ContextEntries = [
    ['dynamodb:LeadingKeys', leadingKeys],
    ['dynamodb:Attributes', attributes],
    ['dynamodb:Select', select],
    ['dynamodb:ReturnValues', returnValues],
    ['dynamodb:ReturnConsumedCapacity', typeof consumed === 'string' ? consumed : undefined],
    ['dynamodb:EnclosingOperation', enclosing],
  ];
  return { action: `dynamodb:${action}`, resources: [index === undefined ? arn : `${arn}/index/${index}`], about, own };
};

const passedHeaders = ({ header }: Incoming, target: string): Record<string, string> => {
  const passed = ['accept-encoding', 'user-agent'].flatMap((name) => {
    const value = header(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(passed), 'content-type': JSON_TYPE, 'x-amz-target': target };
};

const refusal = ({ core, service }: Parts, exchange: Exchange, error: unknown): Answered => {
  const known = jsonError(error);
  const said = known ?? INTERNAL;
  const answer = jsonErrorResponse(said, exchange.facts.id, JSON_TYPE);
  return refuse(core, service, exchange, error, { known: known !== undefined, code: said.code, answer });
};
