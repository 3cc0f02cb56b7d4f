/**
 * The event of a REST API, and of an HTTP API with payload format 1.0: for functions and for REQUEST authorizers.
 * Source: API Gateway developer guide, "Set up Lambda proxy integrations in API Gateway" (input format), "Input to an
 * API Gateway Lambda authorizer".
 */
import { type Call, headerOf, type Identity, pathOf, queryOf } from '../call.ts';
import { cognitoIdentityOf, httpClaims, iamIdentityOf, restClaims } from '../identity.ts';
import { requestTime } from '../values.ts';

export interface EventBody {
  readonly body: string | null;
  readonly isBase64Encoded: boolean;
}

type Lists = Record<string, string[]>;

export const eventV1 = (call: Call, identity: Identity, { body, isBase64Encoded }: EventBody): object => ({
  ...(call.api.form === 'http' && { version: '1.0' }),
  ...requestV1(call, identity),
  body,
  isBase64Encoded,
});

export const requestV1 = (call: Call, identity: Identity): Record<string, unknown> => {
  const headers = headerLists(call);
  const query = queryLists(call);
  return {
    resource: call.route.path,
    path: eventPath(call),
    httpMethod: call.method,
    headers: lastOf(headers),
    multiValueHeaders: headers,
    queryStringParameters: nullWhenEmpty(lastOf(query)),
    multiValueQueryStringParameters: nullWhenEmpty(query),
    pathParameters: nullWhenEmpty(call.parameters),
    stageVariables: nullWhenEmpty(call.api.variables),
    requestContext: contextV1(call, identity),
  };
};

/** HTTP APIs show a stage that is in the path. */
const eventPath = (call: Call): string =>
  call.api.form === 'http' && call.api.stage !== '$default' ? `/${call.api.stage}${pathOf(call)}` : pathOf(call);

const contextV1 = (call: Call, identity: Identity): object => {
  const { api } = call;
  const host = headerOf(call, 'host') ?? '';
  return {
    accountId: api.account,
    apiId: api.id,
    ...authorizerV1(call, identity),
    domainName: host,
    domainPrefix: host.split('.', 1)[0],
    extendedRequestId: call.id,
    httpMethod: call.method,
    identity: identityV1(call, identity),
    path: call.target.raw.split('?', 1)[0],
    protocol: `HTTP/${call.httpVersion}`,
    requestId: call.id,
    requestTime: requestTime(call.at),
    requestTimeEpoch: call.at,
    resourceId: api.form === 'http' ? call.route.path : null,
    resourcePath: call.route.path,
    stage: api.stage,
  };
};

const authorizerV1 = ({ api }: Call, identity: Identity): object => {
  if (identity.kind === 'claims') {
    const { claims, scopes } = identity;
    if (api.form === 'rest') return { authorizer: { claims: restClaims(claims) } };
    return { authorizer: { claims: httpClaims(claims), scopes: scopes.length > 0 ? scopes : null } };
  }
  if (identity.kind !== 'lambda') return {};
  const { principalId, context } = identity;
  // REST APIs pass every value as text.
  const values = Object.entries(context).map(([name, value]) => [name, api.form === 'rest' ? String(value) : value]);
  return { authorizer: { ...Object.fromEntries(values), ...(principalId !== undefined && { principalId }) } };
};

const NO_IAM = { accessKey: null, accountId: null, caller: null, user: null, userArn: null };

const identityV1 = (call: Call, identity: Identity): object => {
  const isIam = identity.kind === 'iam';
  const cognito = cognitoIdentityOf(isIam ? identity.principal : { kind: 'root', account: '' });
  return {
    ...(isIam ? iamIdentityOf(identity) : NO_IAM),
    cognitoAuthenticationProvider: cognito.authenticationProvider,
    cognitoAuthenticationType: cognito.authenticationType,
    cognitoIdentityId: cognito.identityId,
    cognitoIdentityPoolId: cognito.identityPoolId,
    principalOrgId: null,
    sourceIp: call.sourceIp,
    userAgent: headerOf(call, 'user-agent') ?? null,
  };
};

/** Names as they came; of HTTP APIs in lower case. */
const headerLists = ({ rawHeaders, api }: Call): Lists => {
  const lists: Lists = Object.create(null);
  const names = new Map<string, string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const given = rawHeaders[at] as string;
    const lower = given.toLowerCase();
    const name = names.get(lower) ?? (api.form === 'http' ? lower : given);
    names.set(lower, name);
    lists[name] ??= [];
    lists[name].push(rawHeaders[at + 1] as string);
  }
  return { ...lists };
};

const queryLists = (call: Call): Lists => {
  const lists: Lists = Object.create(null);
  for (const [name, value] of queryOf(call)) {
    lists[name] ??= [];
    lists[name].push(value);
  }
  return { ...lists };
};

const lastOf = (lists: Lists): Record<string, string> =>
  Object.fromEntries(Object.entries(lists).map(([name, values]) => [name, values.at(-1) ?? '']));

const nullWhenEmpty = <T extends object>(values: T): T | null => (Object.keys(values).length > 0 ? values : null);
