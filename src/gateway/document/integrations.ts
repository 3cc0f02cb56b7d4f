/**
 * Integrations of methods.
 * Source: API Gateway developer guide, "x-amazon-apigateway-integration object" and the pages below it.
 */
import type { ApiForm, Integration, MappedAnswer, Mapping } from '../api.ts';
import type { Node } from './fields.ts';
import { functionArnOf, isFunctionUri } from './function-arn.ts';
import { readMappings } from './parameters.ts';
import type { Variables } from './variables.ts';

export interface IntegrationContext {
  readonly form: ApiForm;
  readonly variables: Variables;
  /** Names in the route's path. */
  readonly parameters: readonly string[];
}

/** Undefined after a fault. */
export const readIntegration = (node: Node, context: IntegrationContext): Integration | undefined => {
  const type = node.at('type').needText().toLowerCase();
  node.only(KNOWN);
  switch (type) {
    case 'http':
    case 'http_proxy':
      return readHttp(node, context, type === 'http_proxy');
    case 'aws_proxy':
      return readLambda(node, context);
    case 'mock':
      return { kind: 'mock', templates: readTemplates(node.at('requestTemplates')), answers: readAnswers(node) };
    case 'aws':
      return node.at('type').fault('aws (not aws_proxy) is not supported: AWS services are asked by their own names');
    default:
      return node.at('type').fault('must be http_proxy, http, aws_proxy or mock');
  }
};

/** `passthroughBehavior`, `cacheKeyParameters` and the like change nothing here: nothing is cached, and all types pass. */
const KNOWN = [
  ...['type', 'uri', 'httpMethod', 'payloadFormatVersion', 'timeoutInMillis', 'requestParameters', 'requestTemplates'],
  ...['responses', 'passthroughBehavior', 'contentHandling', 'credentials', 'connectionType', 'cacheKeyParameters'],
  ...['cacheNamespace', 'responseParameters'],
];

/** `timeoutInMillis`: from 50 ms; API Gateway's own most is 29 s (30 s of HTTP APIs) and may be raised. */
const timeoutOf = (node: Node, { form }: IntegrationContext): number =>
  node.at('timeoutInMillis').number(50, 900_000) ?? (form === 'rest' ? 29_000 : 30_000);

const readLambda = (node: Node, context: IntegrationContext): Integration | undefined => {
  if (node.at('integrationSubtype').isThere) return undefined;
  const arn = functionArnOf(node.at('uri'), context.variables);
  const given = node.at('payloadFormatVersion');
  const payload = given.text() ?? '1.0';
  if (payload !== '1.0' && payload !== '2.0') return given.fault('must be 1.0 or 2.0');
  if (payload === '2.0' && context.form === 'rest') return given.fault('2.0 is for HTTP APIs');
  for (const [, each] of node.at('requestParameters').entries()) {
    each.fault('cannot be mapped: the function is given everything');
  }
  return arn === undefined ? undefined : { kind: 'lambda', arn, payload, timeoutMs: timeoutOf(node, context) };
};

const METHODS = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|ANY)$/;

const readHttp = (node: Node, context: IntegrationContext, proxy: boolean): Integration | undefined => {
  const uri = checkedUri(node.at('uri'), context);
  if (node.at('connectionType').isThere && node.at('connectionType').text() !== 'INTERNET') {
    node.at('connectionType').fault('is not supported: name the upstream by its address');
  }
  const given = node.at('httpMethod').text()?.toUpperCase();
  if (given !== undefined && !METHODS.test(given)) node.at('httpMethod').fault('is no method');
  if (node.at('requestTemplates').isThere && proxy)
    node.at('requestTemplates').fault('bodies of http_proxy pass as they are');
  for (const [, template] of node.at('requestTemplates').entries()) {
    template.fault('is not supported: the body passes as it is (the mock integration takes templates)');
  }
  const mappings = readMappings(node.at('requestParameters'));
  if (context.form === 'http' && node.at('responseParameters').isThere) {
    node.at('responseParameters').fault('is not supported');
  }
  checkMappings(node, mappings, context);
  if (uri === undefined) return undefined;
  const method = given === undefined || given === 'ANY' ? undefined : given;
  const answers = proxy ? [] : readAnswers(node);
  return {
    kind: 'http',
    uri,
    ...(method && { method }),
    mappings,
    proxy,
    answers,
    timeoutMs: timeoutOf(node, context),
  };
};

const checkMappings = (node: Node, mappings: readonly Mapping[], { parameters }: IntegrationContext): void => {
  for (const { from } of mappings) {
    if (from.in === 'path' && !parameters.includes(from.name)) {
      node.at('requestParameters').fault(`the path has no parameter ${from.name}`);
    }
    if (from.in === 'body') node.at('requestParameters').fault('the body cannot be mapped: it streams past');
  }
};

const PROTOCOLS = ['http:', 'https:'];

/** Parameters stand in the path or the query alone: a request never chooses whom it goes to. */
const checkedUri = (node: Node, { variables }: IntegrationContext): string | undefined => {
  if (!node.isThere) return node.fault('is missing');
  const uri = variables.fill(node);
  if (uri === undefined) return undefined;
  if (isFunctionUri(uri)) return node.fault('names a function: the type is to be aws_proxy');
  const probe = URL.parse(uri.replace(/\{[^}]*\}/g, 'x'));
  if (probe === null || !PROTOCOLS.includes(probe.protocol)) return node.fault('must be a URL of http or https');
  if (/^[a-z]+:\/\/[^/?#]*[{}]/i.test(uri)) return node.fault('parameters cannot stand in the host');
  if (probe.username || probe.password || probe.hash) return node.fault('must have no user name, password or fragment');
  return uri;
};

const readAnswers = (node: Node): MappedAnswer[] =>
  node
    .at('responses')
    .entries()
    .map(([status, answer]) => {
      answer.only(['statusCode', 'responseParameters', 'responseTemplates', 'contentHandling']);
      const pattern = status === 'default' ? undefined : patternOf(status, answer);
      return {
        ...(pattern && { pattern }),
        statusCode: answer.at('statusCode').number(100, 599) ?? 200,
        headers: readAnswerHeaders(answer.at('responseParameters')),
        templates: readTemplates(answer.at('responseTemplates')),
      };
    });

const patternOf = (text: string, node: Node): RegExp | undefined => {
  try {
    return new RegExp(`^(?:${text})$`);
  } catch {
    return node.fault('its name is no regular expression');
  }
};

const readAnswerHeaders = (node: Node): Record<string, string> => {
  const headers: Record<string, string> = {};
  for (const [key, each] of node.entries()) {
    const name = /^method\.response\.header\.(.+)$/.exec(key)?.[1];
    const value = each.needText();
    if (name === undefined) each.fault('only method.response.header can be set');
    else if (!/^'.*'$|^integration\.response\.header\.|^\$?(context|stageVariables)\./.test(value))
      each.fault('is no expression that is known');
    else headers[name.toLowerCase()] = value;
  }
  return headers;
};

export const readTemplates = (node: Node): Record<string, string> => {
  const templates: Record<string, string> = {};
  for (const [type, each] of node.entries()) {
    const text = each.text() ?? '';
    if (/(^|[^\\])#(?:\{?(?:set|if|foreach|macro|parse|include|define|evaluate|stop)\b)/.test(text)) {
      each.fault('directives of templates (#set, #if, #foreach …) are not supported');
    }
    templates[type.toLowerCase()] = text;
  }
  return templates;
};
