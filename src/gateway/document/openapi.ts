/**
 * An OpenAPI document (3.0, or Swagger 2.0) with API Gateway's extensions becomes an `Api`. Everything that is wrong or
 * not understood is named at once; a document with a fault is not served.
 * Source: API Gateway developer guide, "OpenAPI extensions for API Gateway".
 */
import { compiledPolicy } from '../../core/iam/policies-of.ts';
import type { CompiledPolicy } from '../../core/policies/compile.ts';
import type { Api, ApiForm, Authorizer, Integration, ParameterSource, Route } from '../api.ts';
import { readCors, readGatewayResponses } from './answers.ts';
import { readScheme } from './authorizers.ts';
import { DocumentRefused, isFields, type Node } from './fields.ts';
import { readIntegration } from './integrations.ts';
import { parseDocument } from './parse.ts';
import { checkPath, parametersOf } from './paths.ts';
import { createVariables, type Variables } from './variables.ts';

/** What the operator says beside the document. */
export interface ApiSettings {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly form?: ApiForm;
  readonly stage?: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly identityHeaders: boolean;
  readonly throttle?: Api['throttle'];
}

/** Throws `DocumentRefused`. */
export const readApi = (text: string, file: string, settings: ApiSettings): Api => {
  const { root, problems } = parseDocument(text, file);
  const api = readRoot(root, settings);
  if (problems.length > 0) throw new DocumentRefused(problems);
  return api;
};

const readRoot = (root: Node, settings: ApiSettings): Api => {
  if (!isFields(root.value)) root.fault('must be an OpenAPI document');
  checkVersion(root);
  const form = settings.form ?? ownForm(root.at('x-poolhouse-type')) ?? formOf(root);
  const values = { ...ownVariables(root.at('x-poolhouse-stage-variables')), ...settings.variables };
  const variables = createVariables(values);
  const { id, account, region, identityHeaders, throttle } = settings;
  const policy = readPolicy(root.at('x-amazon-apigateway-policy'), settings);
  const cors = readCors(root.at('x-amazon-apigateway-cors'));
  checkRest(root, form);
  return {
    ...{ id, account, region, form, identityHeaders, variables: values },
    title: root.at('info').at('title').text() ?? id,
    stage: settings.stage ?? ownStage(root.at('x-poolhouse-stage')) ?? (form === 'http' ? '$default' : 'prod'),
    routes: readRoutes(root, { root, form, variables, schemes: readSchemes(root, form, variables) }),
    responses: readGatewayResponses(root.at('x-amazon-apigateway-gateway-responses')),
    binaryTypes: root.at('x-amazon-apigateway-binary-media-types').texts(),
    ...(cors && { cors }),
    ...(policy && { policy }),
    ...(throttle && { throttle }),
  };
};

/** What a deployment writes into the documents that it makes: the operator's own settings come first. */
const ownForm = (node: Node): ApiForm | undefined => {
  const text = node.text();
  if (text === undefined || text === 'rest' || text === 'http') return text;
  return node.fault('must be rest or http');
};

const ownStage = (node: Node): string | undefined => {
  const text = node.text();
  return text === undefined || /^(\$default|[\w-]{1,128})$/.test(text) ? text : node.fault('is no name of a stage');
};

const ownVariables = (node: Node): Record<string, string> =>
  Object.fromEntries(node.entries().map(([name, each]) => [name, each.needText()]));

const checkVersion = (root: Node): void => {
  const swagger = root.at('swagger').text();
  const openapi = root.at('openapi').text();
  if (swagger === '2.0' || /^3\.[01]\.\d+/.test(openapi ?? '')) return;
  root.either('openapi', 'swagger').fault('must be OpenAPI 3.0 or Swagger 2.0');
};

const isRest = (form: ApiForm): boolean => form === 'rest';

const checkRest = (root: Node, form: ApiForm): void => {
  const only = (name: string, wanted: ApiForm) => {
    if (root.at(name).isThere && form !== wanted)
      root.at(name).fault(`is for ${isRest(wanted) ? 'REST' : 'HTTP'} APIs`);
  };
  only('x-amazon-apigateway-cors', 'http');
  only('x-amazon-apigateway-gateway-responses', 'rest');
  only('x-amazon-apigateway-binary-media-types', 'rest');
  only('x-amazon-apigateway-policy', 'rest');
  if (root.at('swagger').isThere && !isRest(form)) root.at('swagger').fault('2.0 describes REST APIs alone');
};

/** What only HTTP APIs have says that it is one. */
const formOf = (root: Node): ApiForm => {
  if (root.at('swagger').isThere) return 'rest';
  const text = JSON.stringify(root.value);
  const isHttp =
    /"x-amazon-apigateway-cors"|"payloadFormatVersion":"?2|"authorizerPayloadFormatVersion"|"type":"jwt"/i.test(text) ||
    root.at('paths').at('/$default').isThere ||
    root.at('paths').at('$default').isThere;
  return isHttp ? 'http' : 'rest';
};

/** `execute-api:/stage/GET/path` is short for the API's own ARN. */
const readPolicy = (node: Node, { region, account, id }: ApiSettings): CompiledPolicy | undefined => {
  if (!node.isThere) return undefined;
  const given = typeof node.value === 'string' ? node.value : JSON.stringify(node.value);
  const text = given.replaceAll('"execute-api:/', `"arn:aws:execute-api:${region}:${account}:${id}/`);
  try {
    return compiledPolicy(text, 'resource');
  } catch (error) {
    return node.fault(error instanceof Error ? error.message : 'is no policy');
  }
};

type Schemes = ReadonlyMap<string, Authorizer | undefined>;

const readSchemes = (root: Node, form: ApiForm, variables: Variables): Schemes => {
  const node = root.at('securityDefinitions').isThere
    ? root.at('securityDefinitions')
    : root.at('components').at('securitySchemes');
  const named = node.entries();
  const own = root.at('components').at('x-amazon-apigateway-authorizers').entries();
  return new Map([...named, ...own].map(([name, scheme]) => [name, readScheme(name, scheme, { form, variables })]));
};

interface RouteContext {
  readonly root: Node;
  readonly form: ApiForm;
  readonly variables: Variables;
  readonly schemes: Schemes;
}

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'];
const ANY = 'x-amazon-apigateway-any-method';
const BESIDE = ['parameters', 'summary', 'description', 'servers', '$ref'];

const readRoutes = (root: Node, context: RouteContext): Route[] => {
  const routes = root
    .at('paths')
    .entries()
    .flatMap(([path, item]) => readPath(path, item, context));
  if (routes.length === 0) root.at('paths').fault('has no method');
  return routes;
};

const readPath = (given: string, item: Node, context: RouteContext): Route[] => {
  const path = given === '/$default' ? '$default' : given;
  if (path !== '$default') checkPath(path, item);
  else if (isRest(context.form)) item.fault('is for HTTP APIs');
  if (item.at('$ref').isThere) item.at('$ref').fault('is not supported in paths');
  return item.entries().flatMap(([name, operation]) => {
    if (METHODS.includes(name)) return readOperation(path, name.toUpperCase(), item, operation, context) ?? [];
    if (name === ANY) return readOperation(path, 'ANY', item, operation, context) ?? [];
    if (!BESIDE.includes(name) && !name.startsWith('x-')) operation.fault('is no method');
    return [];
  });
};

const readOperation = (
  path: string,
  method: string,
  item: Node,
  operation: Node,
  context: RouteContext,
): Route | undefined => {
  const { authorizer, scopes } = readSecurity(operation, context) ?? {};
  const integration = readOperationIntegration(path, operation, context);
  const required = readRequired(item, operation, context);
  if (authorizer === undefined) return undefined;
  return { path, method, authorizer, scopes: scopes ?? [], required, ...(integration && { integration }) };
};

const readOperationIntegration = (path: string, operation: Node, context: RouteContext): Integration | undefined => {
  const given = operation.at('x-amazon-apigateway-integration');
  if (!given.isThere) return undefined;
  const node = isFields(given.value) && given.at('$ref').isThere ? resolve(context.root, given.at('$ref')) : given;
  return node && readIntegration(node, { ...context, parameters: parametersOf(path) });
};

/** `#/components/x-amazon-apigateway-integrations/name` */
const resolve = (root: Node, ref: Node): Node | undefined => {
  const text = ref.needText();
  if (!text.startsWith('#/')) return ref.fault('must point into the document');
  const keys = text
    .slice(2)
    .split('/')
    .map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'));
  const found = keys.reduce((node, key) => node.at(key), root);
  return found.isThere ? found : ref.fault('points to nothing');
};

interface Security {
  readonly authorizer: Authorizer;
  readonly scopes: readonly string[];
}

const NONE: Security = { authorizer: { kind: 'none' }, scopes: [] };

const readSecurity = (operation: Node, { root, schemes }: RouteContext): Security | undefined => {
  const auth = operation.at('x-amazon-apigateway-auth').at('type').text()?.toUpperCase();
  if (auth === 'NONE') return NONE;
  if (auth === 'AWS_IAM') return { authorizer: { kind: 'iam' }, scopes: [] };
  if (auth !== undefined) return operation.at('x-amazon-apigateway-auth').fault('type must be AWS_IAM or NONE');
  const node = operation.at('security').isThere ? operation.at('security') : root.at('security');
  const wanted = node.items().flatMap((item) => item.entries());
  if (wanted.length === 0) return NONE;
  if (wanted.length > 1) return node.fault('names more than one authorizer: a method has one');
  const [name, scopes] = wanted[0] as [string, Node];
  if (!schemes.has(name)) return scopes.fault('is defined nowhere');
  const authorizer = schemes.get(name);
  if (authorizer === undefined) return undefined;
  const texts = scopes.texts();
  if (texts.length > 0 && authorizer.kind !== 'user-pool' && authorizer.kind !== 'jwt') {
    return scopes.fault('scopes are for tokens of user pools and of JWT authorizers');
  }
  return { authorizer, scopes: texts };
};

/** Where a validator is named, parameters that are marked as required must be there. */
const readRequired = (item: Node, operation: Node, { root }: RouteContext): ParameterSource[] => {
  const own = operation.at('x-amazon-apigateway-request-validator');
  const name = (own.isThere ? own : root.at('x-amazon-apigateway-request-validator')).text();
  if (name === undefined) return [];
  const validator = root.at('x-amazon-apigateway-request-validators').at(name);
  if (!validator.isThere) return own.fault(`the validator ${name} is defined nowhere`) ?? [];
  if (validator.at('validateRequestBody').flag() && hasBodySchema(operation)) {
    operation.fault('bodies are not checked here: leave validateRequestBody out, and check them behind the gateway');
  }
  if (!validator.at('validateRequestParameters').flag()) return [];
  return [...item.at('parameters').items(), ...operation.at('parameters').items()].flatMap((each) => {
    const place = each.at('in').text();
    if (each.at('required').flag() !== true || (place !== 'query' && place !== 'header')) return [];
    const parameter = each.at('name').needText();
    return place === 'query' ? { in: 'querystring', name: parameter } : { in: 'header', name: parameter.toLowerCase() };
  });
};

const hasBodySchema = (operation: Node): boolean =>
  operation.at('requestBody').isThere ||
  operation
    .at('parameters')
    .items()
    .some((each) => each.at('in').text() === 'body');
