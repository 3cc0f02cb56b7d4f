/** AWS::Serverless::Api and HttpApi: an OpenAPI body made of the functions' events, a deployment, a stage. */
import { gather, type Place, refuse } from '../problems.ts';
import { callOf } from '../template/functions.ts';
import { childOf, type MappingNode, mapping, mappingOf, type Node, type Parts, textOf } from '../template/node.ts';
import { type Authorizers, authorizersOf, securityOf } from './authorizers.ts';
import { type ApiEvents, type Event, invocation } from './event.ts';
import { beside } from './merge.ts';

export interface SamApi {
  readonly logicalId: string;
  readonly form: 'Api' | 'HttpApi';
  readonly resource: Node;
  readonly properties: MappingNode;
  readonly at: Place;
  readonly events: ApiEvents;
  read(path: string, at: Place): Node;
}

const OWN: Readonly<Record<SamApi['form'], readonly string[]>> = {
  Api: [
    ...['Name', 'StageName', 'DefinitionBody', 'DefinitionUri', 'Auth', 'Cors', 'GatewayResponses', 'BinaryMediaTypes'],
    ...['Variables', 'Description', 'EndpointConfiguration', 'TracingEnabled', 'OpenApiVersion', 'MethodSettings'],
    ...['AccessLogSetting', 'Tags', 'PropagateTags', 'CacheClusterEnabled', 'CacheClusterSize', 'FailOnWarnings'],
    ...['MinimumCompressionSize', 'AlwaysDeploy', 'DisableExecuteApiEndpoint', 'ApiKeySourceType', 'Mode'],
  ],
  HttpApi: [
    ...['Name', 'StageName', 'DefinitionBody', 'DefinitionUri', 'Auth', 'CorsConfiguration', 'StageVariables'],
    ...['Description', 'DefaultRouteSettings', 'RouteSettings', 'AccessLogSettings', 'Tags', 'PropagateTags'],
    ...['FailOnWarnings', 'DisableExecuteApiEndpoint'],
  ],
};

export const apiResources = (api: SamApi): [string, Node][] => {
  const { logicalId, form, properties, at } = api;
  gather(properties.entries, ([name, entry]) => {
    if (!OWN[form].includes(name))
      refuse(entry.at, `${logicalId} (AWS::Serverless::${form}): ${name} is not supported`);
  });
  return form === 'Api' ? restResources(api, at) : httpResources(api, at);
};

const part = ({ properties }: SamApi, name: string): Node | undefined => properties.entries.get(name)?.node;

const restResources = (api: SamApi, at: Place): [string, Node][] => {
  const { logicalId, resource } = api;
  const id = { Ref: logicalId };
  const condition = childOf(resource, 'Condition');
  const stage = part(api, 'StageName') ?? 'Prod';
  const name = typeof stage === 'string' ? stage : stage.kind === 'scalar' ? String(stage.value) : '';
  return [
    [
      logicalId,
      mapping(
        {
          ...beside(resource),
          Type: 'AWS::ApiGateway::RestApi',
          Properties: {
            Name: part(api, 'Name') ?? logicalId,
            Body: bodyOf(api, 'rest'),
            BinaryMediaTypes: part(api, 'BinaryMediaTypes'),
            Description: part(api, 'Description'),
          },
        },
        at,
      ),
    ],
    [
      `${logicalId}Deployment`,
      mapping({ Type: 'AWS::ApiGateway::Deployment', Condition: condition, Properties: { RestApiId: id } }, at),
    ],
    [
      `${logicalId}${name.replace(/[^A-Za-z0-9]/g, '')}Stage`,
      mapping(
        {
          Type: 'AWS::ApiGateway::Stage',
          Condition: condition,
          Properties: {
            RestApiId: id,
            DeploymentId: { Ref: `${logicalId}Deployment` },
            StageName: stage,
            Variables: part(api, 'Variables'),
          },
        },
        at,
      ),
    ],
  ];
};

const httpResources = (api: SamApi, at: Place): [string, Node][] => {
  const { logicalId, resource } = api;
  const cors = part(api, 'CorsConfiguration');
  const isOpen = cors?.kind === 'scalar' && (cors.value === true || cors.value === 'true');
  return [
    [
      logicalId,
      mapping(
        {
          ...beside(resource),
          Type: 'AWS::ApiGatewayV2::Api',
          Properties: {
            Name: part(api, 'Name') ?? logicalId,
            ProtocolType: 'HTTP',
            Body: bodyOf(api, 'http'),
            CorsConfiguration: isOpen ? { AllowOrigins: ['*'] } : cors,
          },
        },
        at,
      ),
    ],
    [
      `${logicalId}ApiGatewayDefaultStage`,
      mapping(
        {
          Type: 'AWS::ApiGatewayV2::Stage',
          Condition: childOf(resource, 'Condition'),
          Properties: {
            ApiId: { Ref: logicalId },
            StageName: part(api, 'StageName') ?? '$default',
            StageVariables: part(api, 'StageVariables'),
          },
        },
        at,
      ),
    ],
  ];
};

/** A body of the template's own is taken as it is; what it says of authorizers must stand in it. */
const bodyOf = (api: SamApi, form: 'rest' | 'http'): Node | Parts => {
  const uri = part(api, 'DefinitionUri');
  const own = part(api, 'DefinitionBody') ?? (uri && api.read(textOf(uri, 'DefinitionUri'), uri.at));
  if (own === undefined) return madeBody(api, form);
  for (const name of ['Auth', 'Cors', 'GatewayResponses']) {
    const beside = api.properties.entries.get(name);
    if (beside)
      refuse(beside.at, `${api.logicalId}: ${name} beside a definition is not supported: write it into the definition`);
  }
  return own;
};

const madeBody = (api: SamApi, form: 'rest' | 'http'): Parts => {
  const authorizers = authorizersOf(part(api, 'Auth'), form);
  const paths: Record<string, Record<string, Parts>> = {};
  for (const event of api.events) {
    const operations = paths[event.path] ?? {};
    paths[event.path] = { ...operations, [methodOf(event)]: operationOf(event, authorizers, form) };
  }
  const cors = form === 'rest' ? part(api, 'Cors') : undefined;
  if (cors)
    for (const operations of Object.values(paths)) operations['options'] ??= preflight(cors, Object.keys(operations));
  return {
    openapi: '3.0.1',
    info: { title: api.logicalId, version: '1.0' },
    paths,
    ...(authorizers.schemes.size > 0 && { components: { securitySchemes: Object.fromEntries(authorizers.schemes) } }),
    ...(part(api, 'GatewayResponses') && { 'x-amazon-apigateway-gateway-responses': gatewayResponses(api) }),
  };
};

const methodOf = ({ method }: Event): string =>
  method === 'any' || method === '*' ? 'x-amazon-apigateway-any-method' : method;

const operationOf = (event: Event, authorizers: Authorizers, form: 'rest' | 'http'): Parts => ({
  responses: {},
  ...securityOf(event, authorizers),
  'x-amazon-apigateway-integration': {
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: invocation(event.function, event.at),
    ...(form === 'http' && { payloadFormatVersion: event.payload ?? '2.0' }),
  },
});

/** `"'*'"`, or a mapping of such texts. */
const preflight = (cors: Node, methods: readonly string[]): Parts => {
  const isWhole = cors.kind === 'scalar' || callOf(cors) !== undefined;
  const value = (name: string): Node | undefined => (isWhole ? undefined : childOf(cors, name));
  const all = methods.includes('x-amazon-apigateway-any-method')
    ? 'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'
    : [...methods.map((method) => method.toUpperCase()), 'OPTIONS'].join(',');
  const header = (name: string): string => `method.response.header.Access-Control-${name}`;
  const credentials = value('AllowCredentials');
  const age = value('MaxAge');
  return {
    responses: { '200': { description: 'Preflight' } },
    'x-amazon-apigateway-integration': {
      type: 'mock',
      requestTemplates: { 'application/json': '{"statusCode": 200}' },
      responses: {
        default: {
          statusCode: '200',
          responseParameters: {
            [header('Allow-Origin')]: isWhole ? cors : (value('AllowOrigin') ?? "'*'"),
            [header('Allow-Methods')]: value('AllowMethods') ?? `'${all}'`,
            ...(value('AllowHeaders') && { [header('Allow-Headers')]: value('AllowHeaders') }),
            ...(age && { [header('Max-Age')]: age }),
            ...(credentials && { [header('Allow-Credentials')]: "'true'" }),
          },
        },
      },
    },
  };
};

/** `Headers: { Name: "'value'" }` is SAM's short form of gateway responses. */
const gatewayResponses = (api: SamApi): Parts => {
  const node = part(api, 'GatewayResponses') as Node;
  return Object.fromEntries(
    [...mappingOf(node, 'GatewayResponses').entries].map(([type, { node: response }]) => {
      const headers = childOf(childOf(response, 'ResponseParameters'), 'Headers');
      const named = headers === undefined ? [] : [...mappingOf(headers, 'Headers').entries];
      const parameters = Object.fromEntries(
        named.map(([name, entry]) => [`gatewayresponse.header.${name}`, entry.node]),
      );
      return [
        type,
        {
          statusCode: childOf(response, 'StatusCode'),
          responseTemplates: childOf(response, 'ResponseTemplates'),
          ...(named.length > 0 && { responseParameters: parameters }),
        },
      ];
    }),
  );
};
