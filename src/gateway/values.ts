/** Values of a request by the names that documents have for them. */
import type { ParameterSource } from './api.ts';
import { type Call, headerOf, type Identity, pathOf, queryOf } from './call.ts';
import { sourceOf } from './document/parameters.ts';
import { cognitoIdentityOf, iamIdentityOf, restClaims } from './identity.ts';

export const readValue = (call: Call, source: ParameterSource, identity?: Identity): string | undefined => {
  switch (source.in) {
    case 'static':
      return source.value;
    case 'header':
      return headerOf(call, source.name);
    case 'querystring':
      return queryOf(call).get(source.name) ?? undefined;
    case 'path':
      return Object.hasOwn(call.parameters, source.name) ? call.parameters[source.name] : undefined;
    case 'stageVariables':
      return Object.hasOwn(call.api.variables, source.name) ? call.api.variables[source.name] : undefined;
    case 'context':
      return contextValue(call, source.name, identity);
    case 'body':
      return undefined;
  }
};

/** An expression of a template or a gateway response. */
export const expressionValue = (call: Call, identity?: Identity) => (expression: string) => {
  const source = sourceOf(expression);
  return source && readValue(call, source, identity);
};

const contextValue = (call: Call, name: string, identity: Identity | undefined): string | undefined => {
  if (name.startsWith('authorizer.')) return authorizerValue(name.slice('authorizer.'.length), identity);
  if (name.startsWith('identity.')) return identityValue(call, name.slice('identity.'.length), identity);
  return PLAIN[name]?.(call);
};

export const requestTime = (at: number): string => {
  const [, date = '', month = '', year = '', time = ''] = new Date(at).toUTCString().split(' ');
  return `${date}/${month}/${year}:${time} +0000`;
};

const PLAIN: Readonly<Record<string, (call: Call) => string>> = {
  accountId: ({ api }) => api.account,
  apiId: ({ api }) => api.id,
  domainName: (call) => headerOf(call, 'host') ?? '',
  extendedRequestId: ({ id }) => id,
  httpMethod: ({ method }) => method,
  path: ({ target }) => target.raw.split('?', 1)[0] ?? '',
  protocol: ({ httpVersion }) => `HTTP/${httpVersion}`,
  requestId: ({ id }) => id,
  requestTime: ({ at }) => requestTime(at),
  requestTimeEpoch: ({ at }) => String(at),
  resourcePath: ({ route }) => route.path,
  routeKey: ({ route }) => `${route.method} ${route.path}`,
  stage: ({ api }) => api.stage,
  'http.path': (call) => pathOf(call),
  'http.sourceIp': ({ sourceIp }) => sourceIp,
};

const authorizerValue = (name: string, identity: Identity | undefined): string | undefined => {
  if (identity?.kind === 'claims') {
    const claim = /^(?:jwt\.)?claims\.(.+)$/.exec(name)?.[1];
    return claim === undefined ? undefined : own(restClaims(identity.claims), claim);
  }
  if (identity?.kind !== 'lambda') return undefined;
  if (name === 'principalId') return identity.principalId;
  const value = own(identity.context, name.replace(/^lambda\./, ''));
  return value === undefined || value === null ? undefined : String(value);
};

const own = <T>(values: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;

const identityValue = (call: Call, name: string, identity: Identity | undefined): string | undefined => {
  if (name === 'sourceIp') return call.sourceIp;
  if (name === 'userAgent') return headerOf(call, 'user-agent');
  if (identity?.kind !== 'iam') return undefined;
  const cognito = cognitoIdentityOf(identity.principal);
  const values: Readonly<Record<string, string | null>> = {
    ...iamIdentityOf(identity),
    cognitoIdentityId: cognito.identityId,
    cognitoIdentityPoolId: cognito.identityPoolId,
    cognitoAuthenticationType: cognito.authenticationType,
    cognitoAuthenticationProvider: cognito.authenticationProvider,
  };
  return own(values, name) ?? undefined;
};
