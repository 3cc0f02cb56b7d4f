/**
 * AWS::Serverless::*: what the SAM transform makes of a template, as far as functions, APIs, authorizers and tables go.
 * What it does not know it refuses by name. Source: AWS SAM developer guide, "AWS SAM specification".
 */
import { gather, refuse } from '../problems.ts';
import { childOf, type Entry, type MappingNode, mapping, mappingOf, type Node, textOf } from '../template/node.ts';
import { apiResources } from './api.ts';
import type { ApiEvents, Event } from './event.ts';
import { functionResources } from './function.ts';
import { beside, merged } from './merge.ts';

const SAM = 'AWS::Serverless-2016-10-31';
const KNOWN = new Set([SAM, 'AWS::LanguageExtensions']);
const GLOBALS = ['Function', 'Api', 'HttpApi', 'SimpleTable'];

/** `read`: the content of a file that the template names, as a tree. @throws TemplateError */
export const transform = (root: Node, read: (path: string, at: Node['at']) => Node): Node => {
  const sections = mappingOf(root, 'a template');
  const named = sections.entries.get('Transform')?.node;
  if (named === undefined) return withoutSam(sections);
  const names = named.kind === 'list' ? named.items : [named];
  gather(names, (name) => {
    const text = name.kind === 'scalar' ? textOf(name, 'Transform') : 'this';
    if (!KNOWN.has(text)) refuse(name.at, `the transform ${text} is not supported: macros run at AWS alone`);
  });
  return names.some((name) => name.kind === 'scalar' && name.value === SAM) ? expanded(sections, read) : root;
};

const withoutSam = (sections: MappingNode): Node => {
  const globals = sections.entries.get('Globals');
  return globals ? refuse(globals.at, `Globals need Transform: ${SAM}`) : sections;
};

const expanded = (sections: MappingNode, read: (path: string, at: Node['at']) => Node): Node => {
  const globals = sections.entries.get('Globals')?.node;
  if (globals) {
    gather(mappingOf(globals, 'Globals').entries, ([name, { at }]) => {
      if (!GLOBALS.includes(name)) refuse(at, `Globals of ${name} are not supported`);
    });
  }
  const resources = mappingOf(sections.entries.get('Resources')?.node ?? sections, 'Resources');
  const made = new Map<string, Entry>();
  const events: Event[] = [];
  gather(resources.entries, ([logicalId, entry]) => {
    const results = resourcesOf(logicalId, entry, globals, events);
    for (const [name, node] of results) made.set(name, { at: entry.at, node });
  });
  addApis(made, resources, globals, events, read);
  addTriggers(made, events);
  const entries = new Map(sections.entries);
  entries.delete('Globals');
  entries.delete('Transform');
  entries.set('Resources', { at: resources.at, node: { ...resources, entries: made } });
  return { ...sections, entries };
};

const PREFIX = 'AWS::Serverless::';

const resourcesOf = (
  logicalId: string,
  { node, at }: Entry,
  globals: Node | undefined,
  events: Event[],
): [string, Node][] => {
  const type = childOf(node, 'Type');
  const name = type?.kind === 'scalar' ? String(type.value) : '';
  if (!name.startsWith(PREFIX)) return [[logicalId, node]];
  const kind = name.slice(PREFIX.length);
  const properties = merged(childOf(globals, kind), childOf(node, 'Properties'), at);
  switch (kind) {
    case 'Function':
      return functionResources({ logicalId, resource: node, properties, at, events });
    case 'SimpleTable':
      return [[logicalId, tableOf(node, properties)]];
    case 'Api':
    case 'HttpApi':
      return [];
    default:
      return refuse(type?.at, `${logicalId}: the type ${name} is not supported`);
  }
};

/** Those of the template, and the ones that functions' events imply. */
const addApis = (
  made: Map<string, Entry>,
  resources: MappingNode,
  globals: Node | undefined,
  events: readonly Event[],
  read: (path: string, at: Node['at']) => Node,
): void => {
  const named = [...resources.entries].flatMap(([logicalId, { node, at }]) => {
    const type = childOf(node, 'Type');
    const form = type?.kind === 'scalar' && /^AWS::Serverless::(Api|HttpApi)$/.exec(String(type.value))?.[1];
    return form ? [{ logicalId, node, at, form: form as 'Api' | 'HttpApi' }] : [];
  });
  const implied = (['Api', 'HttpApi'] as const).flatMap((form) => {
    const logicalId = form === 'Api' ? 'ServerlessRestApi' : 'ServerlessHttpApi';
    const first = events.find((event) => event.kind === form && event.api === logicalId);
    return first ? [{ logicalId, node: mapping({}, first.at), at: first.at, form }] : [];
  });
  const known = new Set([...named, ...implied].map(({ logicalId }) => logicalId));
  gather(events, ({ api, kind, at }) => {
    if (kind !== 'Cognito' && !known.has(api)) refuse(at, `${api} is no ${PREFIX}${kind} of this template`);
  });
  gather([...named, ...implied], ({ logicalId, node, at, form }) => {
    const properties = merged(childOf(globals, form), childOf(node, 'Properties'), at);
    const own: ApiEvents = events.filter((event) => event.kind === form && event.api === logicalId);
    for (const [name, each] of apiResources({ logicalId, form, resource: node, properties, at, events: own, read })) {
      made.set(name, { at, node: each });
    }
  });
};

/** Events of the type Cognito stand in the pool's LambdaConfig. */
const addTriggers = (made: Map<string, Entry>, events: readonly Event[]): void => {
  for (const event of events.filter(({ kind }) => kind === 'Cognito')) {
    const entry = made.get(event.api) ?? refuse(event.at, `no user pool of this template is called ${event.api}`);
    const arn = mapping({ 'Fn::GetAtt': [event.function, 'Arn'] }, event.at);
    const config = mapping(Object.fromEntries(event.triggers.map((name) => [name, arn])), event.at);
    const addition = mapping({ Properties: { LambdaConfig: config } }, event.at);
    made.set(event.api, { at: entry.at, node: merged(entry.node, addition, entry.at) });
  }
};

const tableOf = (resource: Node, properties: MappingNode): Node => {
  const { at } = properties;
  const part = (name: string): Node | undefined => properties.entries.get(name)?.node;
  const key = part('PrimaryKey');
  const name = childOf(key, 'Name') ?? 'id';
  const type = childOf(key, 'Type');
  const letter = { String: 'S', Number: 'N', Binary: 'B' }[type === undefined ? 'String' : textOf(type, 'Type')];
  if (letter === undefined) refuse(type?.at, 'Type of PrimaryKey must be String, Number or Binary');
  return mapping(
    {
      ...beside(resource),
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: part('TableName'),
        AttributeDefinitions: [{ AttributeName: name, AttributeType: letter }],
        KeySchema: [{ AttributeName: name, KeyType: 'HASH' }],
        ...(part('ProvisionedThroughput')
          ? { ProvisionedThroughput: part('ProvisionedThroughput') }
          : { BillingMode: 'PAY_PER_REQUEST' }),
        SSESpecification: part('SSESpecification'),
      },
    },
    at,
  );
};
