/**
 * Makes the gateway's OpenAPI documents of an API's parts. Source: API Gateway developer guide, "OpenAPI extensions for
 * API Gateway"; docs/gateway.md.
 */
import { string, strings } from '../kinds/kind.ts';
import { DeployFailed } from '../problems.ts';
import { type Fields, isFields, type Value } from '../template/node.ts';
import type { ResourceRecord } from './record.ts';

export interface ApiDocument {
  readonly apiId: string;
  readonly stage: string;
  readonly document: Fields;
}

type Members = Record<string, Value>;

/** One for each stage of each API. */
export const apiDocuments = (resources: readonly ResourceRecord[]): ApiDocument[] => {
  const of = (type: string): ResourceRecord[] => resources.filter((each) => each.type === type);
  return [
    ...of('AWS::ApiGateway::RestApi').flatMap((api) => restDocuments(api, resources)),
    ...of('AWS::ApiGatewayV2::Api').flatMap((api) => httpDocuments(api, resources)),
  ];
};

const partsOf = (resources: readonly ResourceRecord[], type: string, member: string, apiId: string): ResourceRecord[] =>
  resources.filter((each) => each.type === type && each.properties[member] === apiId);

const restDocuments = (api: ResourceRecord, resources: readonly ResourceRecord[]): ApiDocument[] => {
  const parts = (name: string) => partsOf(resources, `AWS::ApiGateway::${name}`, 'RestApiId', api.id);
  const document = restDocument(api, parts);
  const stages = [
    ...parts('Stage').map(({ properties }) => ({ name: properties['StageName'], variables: properties['Variables'] })),
    ...parts('Deployment')
      .filter(({ properties }) => properties['StageName'] !== undefined)
      .map(({ properties }) => ({ name: properties['StageName'], variables: undefined })),
  ];
  return stages.map(({ name, variables }) => staged(api.id, string(name), variables, document));
};

const staged = (apiId: string, stage: string, variables: Value | undefined, document: Fields): ApiDocument => ({
  apiId,
  stage,
  document: {
    ...document,
    'x-poolhouse-stage': stage,
    ...(isFields(variables) && { 'x-poolhouse-stage-variables': variables }),
  },
});

type Parts = (name: string) => ResourceRecord[];

const bodyOf = ({ logicalId, properties }: ResourceRecord): Fields => {
  const { Body } = properties;
  const body = typeof Body === 'string' ? (JSON.parse(Body) as Value) : Body;
  if (body === undefined) return {};
  if (!isFields(body)) throw new DeployFailed(`Body of ${logicalId} must be an OpenAPI document`);
  return body;
};

const restDocument = (api: ResourceRecord, parts: Parts): Fields => {
  const body = bodyOf(api);
  const isSwagger = body['swagger'] !== undefined;
  const schemes = Object.fromEntries(parts('Authorizer').map((each) => [schemeName(each), restScheme(each)]));
  const validators = parts('RequestValidator');
  const { Policy, BinaryMediaTypes, Name } = api.properties;
  const paths = withPaths(
    body['paths'],
    parts('Method').map((method) => restOperation(method, api, parts)),
  );
  const responses = Object.fromEntries(parts('GatewayResponse').map(({ properties }) => gatewayResponse(properties)));
  return {
    ...(isSwagger ? {} : { openapi: '3.0.1' }),
    info: { title: string(Name ?? api.logicalId), version: '1' },
    ...body,
    'x-poolhouse-type': 'rest',
    paths,
    ...withSchemes(body, isSwagger, schemes),
    ...(Object.keys(responses).length > 0 && { 'x-amazon-apigateway-gateway-responses': responses }),
    ...(Policy !== undefined && { 'x-amazon-apigateway-policy': Policy }),
    ...(BinaryMediaTypes !== undefined && { 'x-amazon-apigateway-binary-media-types': BinaryMediaTypes }),
    ...(validators.length > 0 && {
      'x-amazon-apigateway-request-validators': Object.fromEntries(
        validators.map(({ id, properties }) => [
          id,
          {
            validateRequestBody: properties['ValidateRequestBody'] ?? false,
            validateRequestParameters: properties['ValidateRequestParameters'] ?? false,
          },
        ]),
      ),
    }),
  };
};

const withSchemes = (body: Fields, isSwagger: boolean, schemes: Fields): Fields => {
  if (Object.keys(schemes).length === 0) return {};
  if (isSwagger) return { securityDefinitions: { ...fieldsIn(body, 'securityDefinitions'), ...schemes } };
  const components = fieldsIn(body, 'components');
  return { components: { ...components, securitySchemes: { ...fieldsIn(components, 'securitySchemes'), ...schemes } } };
};

const fieldsIn = (value: Fields, name: string): Fields => {
  const found = value[name];
  return isFields(found) ? found : {};
};

const schemeName = ({ properties, logicalId }: ResourceRecord): string => string(properties['Name'] ?? logicalId);

const HEADER = /^method\.request\.header\.([\w-]+)$/;

const restScheme = ({ properties }: ResourceRecord): Fields => {
  const type = string(properties['Type']).toLowerCase();
  const source = properties['IdentitySource'];
  const header = HEADER.exec(string(source))?.[1] ?? 'Authorization';
  return {
    type: 'apiKey',
    name: type === 'request' ? 'Unused' : header,
    in: 'header',
    'x-amazon-apigateway-authtype': type === 'cognito_user_pools' ? type : 'custom',
    'x-amazon-apigateway-authorizer': defined({
      type,
      providerARNs: properties['ProviderARNs'],
      authorizerUri: properties['AuthorizerUri'],
      authorizerResultTtlInSeconds: properties['AuthorizerResultTtlInSeconds'],
      identitySource: type === 'request' ? source : undefined,
      identityValidationExpression: properties['IdentityValidationExpression'],
    }),
  };
};

const defined = (members: Record<string, Value | undefined>): Fields =>
  Object.fromEntries(Object.entries(members).filter((entry): entry is [string, Value] => entry[1] !== undefined));

interface Placed {
  readonly path: string;
  readonly method: string;
  readonly operation: Fields;
}

const ANY = 'x-amazon-apigateway-any-method';
const methodName = (method: string): string => (method === 'ANY' ? ANY : method.toLowerCase());

const restOperation = ({ properties }: ResourceRecord, api: ResourceRecord, parts: Parts): Placed => {
  const { AuthorizationType = 'NONE', AuthorizerId, AuthorizationScopes, RequestValidatorId } = properties;
  const path = pathOf(string(properties['ResourceId']), api, parts('Resource'));
  const security = securityOf(string(AuthorizationType), AuthorizerId, AuthorizationScopes, parts('Authorizer'));
  const integration = isFields(properties['Integration']) ? restIntegration(properties['Integration']) : undefined;
  return {
    path,
    method: methodName(string(properties['HttpMethod'])),
    operation: {
      responses: {},
      ...security,
      ...parametersOf(properties['RequestParameters']),
      ...(RequestValidatorId !== undefined && { 'x-amazon-apigateway-request-validator': RequestValidatorId }),
      ...(integration && { 'x-amazon-apigateway-integration': integration }),
    },
  };
};

const pathOf = (resourceId: string, api: ResourceRecord, resources: readonly ResourceRecord[]): string => {
  if (resourceId === api.attributes['RootResourceId']) return '/';
  const found = resources.find(({ id }) => id === resourceId);
  if (found === undefined)
    throw new DeployFailed(`a method of ${api.logicalId} is below a resource that is none of its`);
  const above = pathOf(string(found.properties['ParentId']), api, resources);
  return `${above === '/' ? '' : above}/${string(found.properties['PathPart'])}`;
};

/** Nothing that is not understood lets anybody in. @throws DeployFailed */
const securityOf = (
  type: string,
  authorizerId: Value | undefined,
  scopes: Value | undefined,
  authorizers: readonly ResourceRecord[],
): Fields => {
  if (type === 'NONE') return { 'x-amazon-apigateway-auth': { type: 'NONE' } };
  if (type === 'AWS_IAM') return { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } };
  if (!['COGNITO_USER_POOLS', 'CUSTOM', 'JWT'].includes(type)) {
    throw new DeployFailed(`AuthorizationType ${type} is none of NONE, AWS_IAM, COGNITO_USER_POOLS, CUSTOM, JWT`);
  }
  const authorizer = authorizers.find(({ id }) => id === authorizerId);
  if (authorizer === undefined)
    throw new DeployFailed(`AuthorizationType ${type} needs the AuthorizerId of an authorizer`);
  return { security: [{ [schemeName(authorizer)]: strings(scopes) }] };
};

/** `method.request.querystring.name: true` is a parameter that must be there. */
const parametersOf = (value: Value | undefined): Fields => {
  if (!isFields(value)) return {};
  const parameters = Object.entries(value).flatMap(([name, required]) => {
    const [, place = '', parameter = ''] = /^method\.request\.(header|querystring|path)\.(.+)$/.exec(name) ?? [];
    if (place === '') return [];
    return [
      {
        name: parameter,
        in: place === 'querystring' ? 'query' : place,
        required: place === 'path' || String(required) === 'true',
        schema: { type: 'string' },
      },
    ];
  });
  return parameters.length > 0 ? { parameters } : {};
};

const restIntegration = (given: Fields): Fields =>
  defined({
    type: string(given['Type']).toLowerCase(),
    uri: given['Uri'],
    httpMethod: given['IntegrationHttpMethod'],
    requestParameters: given['RequestParameters'],
    requestTemplates: given['RequestTemplates'],
    passthroughBehavior: given['PassthroughBehavior'] && string(given['PassthroughBehavior']).toLowerCase(),
    timeoutInMillis: given['TimeoutInMillis'] === undefined ? undefined : Number(given['TimeoutInMillis']),
    connectionType: given['ConnectionType'],
    responses: integrationResponses(given['IntegrationResponses']),
  });

const integrationResponses = (value: Value | undefined): Fields | undefined => {
  if (!Array.isArray(value)) return undefined;
  return Object.fromEntries(
    (value as Fields[]).map((response) => [
      string(response['SelectionPattern'] ?? 'default'),
      defined({
        statusCode: string(response['StatusCode']),
        responseParameters: response['ResponseParameters'],
        responseTemplates: response['ResponseTemplates'],
      }),
    ]),
  );
};

const gatewayResponse = ({
  ResponseType,
  StatusCode,
  ResponseParameters,
  ResponseTemplates,
}: Fields): [string, Fields] => [
  string(ResponseType),
  defined({
    statusCode: StatusCode === undefined ? undefined : Number(StatusCode),
    responseParameters: ResponseParameters,
    responseTemplates: ResponseTemplates,
  }),
];

const withPaths = (value: Value | undefined, placed: readonly Placed[]): Fields => {
  const paths: Members = { ...(isFields(value) ? value : {}) };
  for (const { path, method, operation } of placed) paths[path] = { ...fieldsIn(paths, path), [method]: operation };
  return paths;
};

const httpDocuments = (api: ResourceRecord, resources: readonly ResourceRecord[]): ApiDocument[] => {
  const parts = (name: string) => partsOf(resources, `AWS::ApiGatewayV2::${name}`, 'ApiId', api.id);
  const document = httpDocument(api, parts);
  const stages = parts('Stage');
  if (stages.length === 0) return [staged(api.id, '$default', undefined, document)];
  return stages.map(({ properties }) =>
    staged(api.id, string(properties['StageName']), properties['StageVariables'], document),
  );
};

const httpDocument = (api: ResourceRecord, parts: Parts): Fields => {
  const body = bodyOf(api);
  const { Name, CorsConfiguration, Target, RouteKey = '$default' } = api.properties;
  const schemes = Object.fromEntries(parts('Authorizer').map((each) => [schemeName(each), httpScheme(each)]));
  const quick: Placed[] =
    Target === undefined
      ? []
      : [{ ...routeOf(string(RouteKey)), operation: { responses: {}, ...quickIntegration(Target) } }];
  const routes = parts('Route').map((route) => httpOperation(route, parts));
  return {
    openapi: '3.0.1',
    info: { title: string(Name ?? api.logicalId), version: '1' },
    ...body,
    'x-poolhouse-type': 'http',
    paths: withPaths(body['paths'], [...quick, ...routes]),
    ...withSchemes(body, false, schemes),
    ...(isFields(CorsConfiguration) && { 'x-amazon-apigateway-cors': lowerNames(CorsConfiguration) }),
  };
};

const lowerNames = (value: Fields): Fields =>
  Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      `${name[0]?.toLowerCase()}${name.slice(1)}`,
      name === 'AllowCredentials' ? String(item) === 'true' : name === 'MaxAge' ? Number(item) : item,
    ]),
  );

const isFunction = (uri: string): boolean => /^arn:[\w-]+:(lambda|apigateway):/.test(uri);

const quickIntegration = (target: Value): Fields => ({
  'x-amazon-apigateway-integration': isFunction(string(target))
    ? { type: 'aws_proxy', uri: target, payloadFormatVersion: '2.0' }
    : { type: 'http_proxy', uri: target },
});

/** `GET /rides`, `ANY /{proxy+}`, `$default`. */
const routeOf = (key: string): { path: string; method: string } => {
  if (key === '$default') return { path: '/$default', method: ANY };
  const [method = '', path = ''] = key.split(/\s+/, 2);
  return { path, method: methodName(method) };
};

const httpOperation = ({ properties, logicalId }: ResourceRecord, parts: Parts): Placed => {
  const { AuthorizationType = 'NONE', AuthorizerId, AuthorizationScopes, Target } = properties;
  const integrationId = /^integrations\/(.+)$/.exec(string(Target))?.[1];
  const integration = parts('Integration').find(({ id }) => id === integrationId);
  if (integration === undefined)
    throw new DeployFailed(`${logicalId}: Target must be integrations/ and the id of an integration`);
  return {
    ...routeOf(string(properties['RouteKey'])),
    operation: {
      responses: {},
      ...securityOf(string(AuthorizationType), AuthorizerId, AuthorizationScopes, parts('Authorizer')),
      'x-amazon-apigateway-integration': httpIntegration(integration.properties),
    },
  };
};

const httpIntegration = (given: Fields): Fields =>
  defined({
    type: string(given['IntegrationType']).toLowerCase(),
    uri: given['IntegrationUri'],
    httpMethod: given['IntegrationMethod'],
    payloadFormatVersion: given['PayloadFormatVersion'],
    requestParameters: given['RequestParameters'],
    responseParameters: given['ResponseParameters'],
    timeoutInMillis: given['TimeoutInMillis'],
    connectionType: given['ConnectionType'],
  });

const httpScheme = ({ properties }: ResourceRecord): Fields => {
  const isJwt = string(properties['AuthorizerType']).toUpperCase() === 'JWT';
  const jwt = properties['JwtConfiguration'];
  const sources = strings(properties['IdentitySource']);
  return {
    ...(isJwt ? { type: 'oauth2' } : { type: 'apiKey', name: 'Unused', in: 'header' }),
    'x-amazon-apigateway-authorizer': defined({
      type: isJwt ? 'jwt' : 'request',
      jwtConfiguration: isFields(jwt) ? defined({ issuer: jwt['Issuer'], audience: jwt['Audience'] }) : undefined,
      identitySource: sources.length > 0 ? sources.join(',') : undefined,
      authorizerUri: properties['AuthorizerUri'],
      authorizerPayloadFormatVersion: properties['AuthorizerPayloadFormatVersion'],
      authorizerResultTtlInSeconds: properties['AuthorizerResultTtlInSeconds'],
      enableSimpleResponses: properties['EnableSimpleResponses'],
    }),
  };
};
