/**
 * AWS::ApiGateway and AWS::ApiGatewayV2: parts of an API are records, of which each run makes OpenAPI documents for the
 * gateway (stack/api-documents.ts). Source: AWS CloudFormation template reference.
 */
import { randomInt } from 'node:crypto';
import { any, type Kind, type Properties, type Property, type Step, string, text } from './kind.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const newId = (length: number): string =>
  Array.from({ length }, (_, at) => LETTERS[randomInt(at === 0 ? 26 : LETTERS.length)]).join('');

interface Part {
  readonly type: string;
  readonly properties: Properties;
  /** Unset: letters and digits. */
  readonly id?: (step: Step) => string;
  readonly attributes?: (id: string, step: Step) => Readonly<Record<string, string>>;
  readonly check?: Kind['check'];
}

const part = ({ type, properties, id = () => newId(6), attributes = () => ({}), check }: Part): Kind => ({
  type,
  properties,
  attributes: Object.keys(attributes('', { properties: {} } as Step)),
  needs: 'gateway',
  ...(check && { check }),
  async create(step) {
    const made = id(step);
    return { id: made, attributes: attributes(made, step) };
  },
  update: async () => undefined,
  remove: async () => undefined,
});

const list: Property = { type: 'list' };
const texts: Property = { type: 'texts' };
const fields: Property = { type: 'fields' };
const fixed = (required = true): Property => text({ required, update: 'replace' });
const told = (why: string): Property => any({ ignored: why });
const not = (why: string): Property => any({ unsupported: why });
const NO_KEYS = 'API keys and usage plans are not supported: limit with rate and burst of the option gateway';
const NO_LOGS = told("the gateway writes to the server's log");
const NO_CACHE = told('nothing is cached');
const NO_EFFECT = told('the gateway has one address');

const refuseKeys: Kind['check'] = ({ ApiKeyRequired }) =>
  String(ApiKeyRequired) === 'true' ? [`ApiKeyRequired is not supported: ${NO_KEYS}`] : [];

const rest: readonly Part[] = [
  {
    type: 'AWS::ApiGateway::RestApi',
    id: () => newId(10),
    attributes: (id) => ({ RestApiId: id, RootResourceId: `${id}-root` }),
    properties: {
      Name: text(),
      Body: any(),
      BodyS3Location: not('give Body'),
      Description: text(),
      BinaryMediaTypes: texts,
      Policy: any(),
      Parameters: told('imports need none'),
      ApiKeySourceType: told('there are no API keys'),
      CloneFrom: not('give Body'),
      DisableExecuteApiEndpoint: NO_EFFECT,
      EndpointConfiguration: NO_EFFECT,
      FailOnWarnings: told('every warning fails'),
      MinimumCompressionSize: told('leave compression to the upstream'),
      Mode: told('documents are whole'),
      SecurityPolicy: NO_EFFECT,
      EndpointAccessMode: NO_EFFECT,
      Tags: told('nothing asks for them'),
    },
  },
  {
    type: 'AWS::ApiGateway::Resource',
    attributes: (id) => ({ ResourceId: id }),
    properties: { RestApiId: fixed(), ParentId: fixed(), PathPart: fixed() },
  },
  {
    type: 'AWS::ApiGateway::Method',
    check: refuseKeys,
    properties: {
      RestApiId: fixed(),
      ResourceId: fixed(),
      HttpMethod: fixed(),
      AuthorizationType: text(),
      AuthorizationScopes: texts,
      AuthorizerId: text(),
      Integration: fields,
      MethodResponses: list,
      OperationName: text(),
      RequestParameters: fields,
      RequestModels: told('bodies are checked behind the gateway'),
      RequestValidatorId: text(),
      ApiKeyRequired: { type: 'flag' },
    },
  },
  {
    type: 'AWS::ApiGateway::Authorizer',
    attributes: (id) => ({ AuthorizerId: id }),
    properties: {
      RestApiId: fixed(),
      Name: text({ required: true }),
      Type: text({ required: true }),
      ProviderARNs: texts,
      AuthorizerUri: text(),
      AuthorizerCredentials: told('functions are called by the gateway itself'),
      AuthorizerResultTtlInSeconds: { type: 'number' },
      IdentitySource: text(),
      IdentityValidationExpression: text(),
      AuthType: text(),
    },
  },
  {
    type: 'AWS::ApiGateway::Deployment',
    attributes: (id) => ({ DeploymentId: id }),
    properties: {
      RestApiId: fixed(),
      Description: text(),
      StageName: text(),
      StageDescription: not('give the stage a resource of its own'),
      DeploymentCanarySettings: not('there is one deployment at a time'),
    },
  },
  {
    type: 'AWS::ApiGateway::Stage',
    id: ({ properties }) => string(properties['StageName']),
    properties: {
      RestApiId: fixed(),
      StageName: fixed(),
      DeploymentId: text(),
      Description: text(),
      Variables: fields,
      AccessLogSetting: NO_LOGS,
      CacheClusterEnabled: NO_CACHE,
      CacheClusterSize: NO_CACHE,
      CanarySetting: not('there is one deployment at a time'),
      ClientCertificateId: told('upstreams know the gateway by its network'),
      DocumentationVersion: told('documents are files'),
      MethodSettings: told('limit with rate and burst of the option gateway'),
      TracingEnabled: NO_LOGS,
      Tags: told('nothing asks for them'),
    },
  },
  {
    type: 'AWS::ApiGateway::GatewayResponse',
    properties: {
      RestApiId: fixed(),
      ResponseType: text({ required: true }),
      StatusCode: text(),
      ResponseParameters: fields,
      ResponseTemplates: fields,
    },
  },
  {
    type: 'AWS::ApiGateway::RequestValidator',
    attributes: (id) => ({ RequestValidatorId: id }),
    properties: {
      RestApiId: fixed(),
      Name: text(),
      ValidateRequestBody: { type: 'flag' },
      ValidateRequestParameters: { type: 'flag' },
    },
  },
  {
    type: 'AWS::ApiGateway::Model',
    id: ({ properties, logicalId }) => string(properties['Name'] ?? logicalId),
    properties: { RestApiId: fixed(), Name: text(), ContentType: text(), Description: text(), Schema: any() },
  },
  {
    type: 'AWS::ApiGateway::Account',
    properties: { CloudWatchRoleArn: NO_LOGS },
  },
];

const http: readonly Part[] = [
  {
    type: 'AWS::ApiGatewayV2::Api',
    id: () => newId(10),
    attributes: (id, { tools }) => ({
      ApiId: id,
      ApiEndpoint: `https://${id}.execute-api.${tools?.region ?? ''}.amazonaws.com`,
    }),
    check: ({ ProtocolType }) =>
      ProtocolType === 'WEBSOCKET'
        ? ['ProtocolType WEBSOCKET is not supported: HTTP integrations pass WebSockets on']
        : [],
    properties: {
      Name: text(),
      ProtocolType: text(),
      Body: any(),
      BodyS3Location: not('give Body'),
      BasePath: told('stages are what comes first'),
      CorsConfiguration: fields,
      Description: text(),
      Target: text(),
      RouteKey: text(),
      CredentialsArn: told('functions are called by the gateway itself'),
      DisableExecuteApiEndpoint: NO_EFFECT,
      DisableSchemaValidation: told('there are no schemas'),
      FailOnWarnings: told('every warning fails'),
      IpAddressType: NO_EFFECT,
      RouteSelectionExpression: told('methods and paths select'),
      ApiKeySelectionExpression: told('there are no API keys'),
      Version: text(),
      Tags: told('nothing asks for them'),
    },
  },
  {
    type: 'AWS::ApiGatewayV2::Integration',
    attributes: (id) => ({ IntegrationId: id }),
    properties: {
      ApiId: fixed(),
      IntegrationType: text({ required: true }),
      IntegrationUri: text(),
      IntegrationMethod: text(),
      PayloadFormatVersion: text(),
      RequestParameters: fields,
      ResponseParameters: fields,
      TimeoutInMillis: { type: 'number' },
      Description: text(),
      ConnectionType: text(),
      CredentialsArn: told('functions are called by the gateway itself'),
      IntegrationSubtype: not('AWS services are asked by their own names'),
      ConnectionId: not('name the upstream by its address'),
      TlsConfig: told('certificates are checked'),
    },
  },
  {
    type: 'AWS::ApiGatewayV2::Route',
    check: refuseKeys,
    attributes: (id) => ({ RouteId: id }),
    properties: {
      ApiId: fixed(),
      RouteKey: text({ required: true }),
      Target: text(),
      AuthorizationType: text(),
      AuthorizationScopes: texts,
      AuthorizerId: text(),
      OperationName: text(),
      ApiKeyRequired: { type: 'flag' },
    },
  },
  {
    type: 'AWS::ApiGatewayV2::Authorizer',
    attributes: (id) => ({ AuthorizerId: id }),
    properties: {
      ApiId: fixed(),
      Name: text({ required: true }),
      AuthorizerType: text({ required: true }),
      AuthorizerUri: text(),
      AuthorizerPayloadFormatVersion: text(),
      AuthorizerResultTtlInSeconds: { type: 'number' },
      AuthorizerCredentialsArn: told('functions are called by the gateway itself'),
      EnableSimpleResponses: { type: 'flag' },
      IdentitySource: texts,
      JwtConfiguration: fields,
    },
  },
  {
    type: 'AWS::ApiGatewayV2::Stage',
    id: ({ properties }) => string(properties['StageName']),
    properties: {
      ApiId: fixed(),
      StageName: fixed(),
      AutoDeploy: told('a deployment is at once'),
      DeploymentId: text(),
      Description: text(),
      StageVariables: fields,
      AccessLogSettings: NO_LOGS,
      DefaultRouteSettings: told('limit with rate and burst of the option gateway'),
      RouteSettings: told('limit with rate and burst of the option gateway'),
      Tags: told('nothing asks for them'),
    },
  },
  {
    type: 'AWS::ApiGatewayV2::Deployment',
    attributes: (id) => ({ DeploymentId: id }),
    properties: { ApiId: fixed(), Description: text(), StageName: text() },
  },
];

export const apiGatewayKinds: readonly Kind[] = [...rest, ...http].map(part);
