/**
 * Security schemes to authorizers.
 * Source: API Gateway developer guide, "x-amazon-apigateway-authorizer object", "x-amazon-apigateway-authtype property".
 */
import type { ApiForm, Authorizer, LambdaAuthorizer, ParameterSource } from '../api.ts';
import type { Node } from './fields.ts';
import { functionArnOf } from './function-arn.ts';
import { sourceOf } from './parameters.ts';
import type { Variables } from './variables.ts';

export interface SchemeContext {
  readonly form: ApiForm;
  readonly variables: Variables;
}

const HOUR_MS = 3_600_000;

/** Undefined after a fault. */
export const readScheme = (name: string, scheme: Node, context: SchemeContext): Authorizer | undefined => {
  const authorizer = scheme.at('x-amazon-apigateway-authorizer');
  const authtype = scheme.at('x-amazon-apigateway-authtype').text();
  if (authtype?.toLowerCase() === 'awssigv4') return { kind: 'iam' };
  if (!authorizer.isThere) {
    return scheme.fault(
      'has no x-amazon-apigateway-authorizer: nobody would check it (awsSigv4 in x-amazon-apigateway-authtype is IAM)',
    );
  }
  const type = authorizer.at('type').needText().toLowerCase();
  switch (type) {
    case 'cognito_user_pools':
      return readUserPools(name, scheme, authorizer);
    case 'jwt':
      return readJwt(name, scheme, authorizer, context);
    case 'token':
    case 'request':
      return readLambda(name, type, scheme, authorizer, context);
    default:
      return authorizer.at('type').fault('must be cognito_user_pools, jwt, token or request');
  }
};

const headerOf = (scheme: Node): string => {
  if (scheme.at('in').isThere && scheme.at('in').text() !== 'header') scheme.at('in').fault('must be header');
  return (scheme.at('name').text() ?? 'Authorization').toLowerCase();
};

const readUserPools = (name: string, scheme: Node, node: Node): Authorizer | undefined => {
  node.only(['type', 'providerARNs', 'identityValidationExpression', 'authorizerResultTtlInSeconds', 'identitySource']);
  const pools = node
    .at('providerARNs')
    .items()
    .flatMap((item) => {
      const arn = item.needText();
      const pool = /^arn:aws[\w-]*:cognito-idp:[\w-]+:\d{12}:userpool\/([\w-]+_[0-9a-zA-Z]+)$/.exec(arn);
      return pool?.[1] ?? item.fault(`${JSON.stringify(arn)} is no ARN of a user pool`) ?? [];
    });
  if (pools.length === 0) node.at('providerARNs').fault('must name a user pool');
  const validation = node.at('identityValidationExpression').pattern();
  return { kind: 'user-pool', name, pools, header: headerOf(scheme), ...(validation && { validation }) };
};

const readJwt = (name: string, scheme: Node, node: Node, { variables }: SchemeContext): Authorizer | undefined => {
  node.only(['type', 'jwtConfiguration', 'identitySource', 'authorizerResultTtlInSeconds']);
  const settings = node.at('jwtConfiguration');
  settings.only(['issuer', 'audience']);
  const discovery = scheme
    .at('openIdConnectUrl')
    .text()
    ?.replace(/\/\.well-known\/openid-configuration$/, '');
  const issuer = variables.fill(settings.at('issuer')) ?? discovery;
  if (issuer === undefined || !URL.canParse(issuer)) settings.at('issuer').fault('must be the URL of the issuer');
  const audience = settings.at('audience').texts();
  if (audience.length === 0) settings.at('audience').fault('must name who the tokens are for');
  const [source] = readSources(node.at('identitySource'), scheme);
  return { kind: 'jwt', name, issuer: issuer ?? '', audience, source: source ?? AUTHORIZATION };
};

const AUTHORIZATION: ParameterSource = { in: 'header', name: 'authorization' };

const readSources = (node: Node, scheme: Node): ParameterSource[] => {
  if (!node.isThere) return scheme.at('name').isThere ? [{ in: 'header', name: headerOf(scheme) }] : [];
  return node.texts().flatMap((text) => {
    const source = sourceOf(text);
    return source ?? node.fault(`${JSON.stringify(text)} is no expression that is known`) ?? [];
  });
};

const LAMBDA = [
  ...['type', 'authorizerUri', 'authorizerCredentials', 'authorizerResultTtlInSeconds', 'identitySource'],
  ...['identityValidationExpression', 'authorizerPayloadFormatVersion', 'enableSimpleResponses'],
];

const readLambda = (
  name: string,
  form: 'token' | 'request',
  scheme: Node,
  node: Node,
  { form: api, variables }: SchemeContext,
): LambdaAuthorizer | undefined => {
  node.only(LAMBDA);
  const arn = functionArnOf(node.at('authorizerUri'), variables);
  const given = node.at('authorizerPayloadFormatVersion');
  const payload = given.text() ?? '1.0';
  if (payload !== '1.0' && payload !== '2.0') given.fault('must be 1.0 or 2.0');
  if (api === 'rest' && given.isThere && payload !== '1.0') given.fault('REST APIs have 1.0 alone');
  const simple = node.at('enableSimpleResponses').flag() ?? false;
  if (simple && payload !== '2.0') node.at('enableSimpleResponses').fault('needs authorizerPayloadFormatVersion 2.0');
  const seconds = node.at('authorizerResultTtlInSeconds').number(0, 3600) ?? (api === 'rest' ? 300 : 0);
  const sources =
    form === 'token' ? tokenSource(node, scheme) : readSources(node.at('identitySource'), requestScheme(node, scheme));
  if (form === 'request' && seconds > 0 && sources.length === 0) {
    node.at('identitySource').fault('is what answers are kept by: name one, or set authorizerResultTtlInSeconds to 0');
  }
  const validation = node.at('identityValidationExpression').pattern();
  if (validation && form === 'request') node.at('identityValidationExpression').fault('is for TOKEN authorizers');
  if (arn === undefined) return undefined;
  const ttlMs = Math.min(seconds * 1000, HOUR_MS);
  const version = payload === '2.0' ? '2.0' : '1.0';
  return {
    kind: 'lambda',
    name,
    form,
    arn,
    sources,
    ttlMs,
    payload: version,
    simple,
    ...(validation && { validation }),
  };
};

/** A REQUEST authorizer's scheme has a name only because the format asks for one (`Unused`). */
const requestScheme = (node: Node, scheme: Node): Node =>
  /^unused$/i.test(scheme.at('name').text() ?? '') ? node : scheme;

const tokenSource = (node: Node, scheme: Node): ParameterSource[] => {
  const [named] = readSources(node.at('identitySource'), scheme);
  if (named && named.in !== 'header') node.at('identitySource').fault('of a TOKEN authorizer is a header');
  return [named ?? AUTHORIZATION];
};
