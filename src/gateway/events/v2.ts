/**
 * The event of an HTTP API with payload format 2.0: for functions and for REQUEST authorizers.
 * Source: API Gateway developer guide, "Create AWS Lambda proxy integrations for HTTP APIs", "Control access to HTTP
 * APIs with AWS Lambda authorizers".
 */
import { routeKeyOf } from '../api.ts';
import { type Call, headerOf, type Identity, pathOf, queryOf } from '../call.ts';
import { cognitoIdentityOf, httpClaims, iamIdentityOf } from '../identity.ts';
import { requestTime } from '../values.ts';
import type { EventBody } from './v1.ts';

export const eventV2 = (call: Call, identity: Identity, { body, isBase64Encoded }: EventBody): object => ({
  ...requestV2(call, identity),
  ...(body !== null && { body }),
  isBase64Encoded,
});

export const requestV2 = (call: Call, identity: Identity): Record<string, unknown> => {
  const query = joined(queryOf(call));
  const cookies = headerOf(call, 'cookie')?.split(/; */);
  return {
    version: '2.0',
    routeKey: routeKeyOf(call.route),
    rawPath: rawPath(call),
    rawQueryString: call.target.search.slice(1),
    ...(cookies && { cookies }),
    headers: headersV2(call),
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    requestContext: contextV2(call, identity),
    ...(Object.keys(call.parameters).length > 0 && { pathParameters: call.parameters }),
    ...(Object.keys(call.api.variables).length > 0 && { stageVariables: call.api.variables }),
  };
};

const rawPath = (call: Call): string =>
  call.api.stage === '$default' ? pathOf(call) : `/${call.api.stage}${pathOf(call)}`;

const contextV2 = (call: Call, identity: Identity): object => {
  const host = headerOf(call, 'host') ?? '';
  return {
    accountId: call.api.account,
    apiId: call.api.id,
    ...authorizerV2(identity),
    domainName: host,
    domainPrefix: host.split('.', 1)[0],
    http: {
      method: call.method,
      path: rawPath(call),
      protocol: `HTTP/${call.httpVersion}`,
      sourceIp: call.sourceIp,
      userAgent: headerOf(call, 'user-agent') ?? '',
    },
    requestId: call.id,
    routeKey: routeKeyOf(call.route),
    stage: call.api.stage,
    time: requestTime(call.at),
    timeEpoch: call.at,
  };
};

const authorizerV2 = (identity: Identity): object => {
  switch (identity.kind) {
    case 'none':
      return {};
    case 'claims': {
      const { claims, scopes } = identity;
      return { authorizer: { jwt: { claims: httpClaims(claims), scopes: scopes.length > 0 ? scopes : null } } };
    }
    case 'lambda':
      return { authorizer: { lambda: identity.context } };
    case 'iam': {
      const { accessKey, accountId, caller, userArn, user } = iamIdentityOf(identity);
      const { identityId, identityPoolId, authenticationType } = cognitoIdentityOf(identity.principal);
      const amr = authenticationType === null ? null : [authenticationType];
      const cognitoIdentity = identityId === null ? null : { amr, identityId, identityPoolId };
      return {
        authorizer: {
          iam: { accessKey, accountId, callerId: caller, cognitoIdentity, principalOrgId: null, userArn, userId: user },
        },
      };
    }
  }
};

/** Lower case, several values with commas between; cookies have a place of their own. */
const headersV2 = ({ rawHeaders }: Call): Record<string, string> => {
  const headers: Record<string, string> = Object.create(null);
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] as string).toLowerCase();
    const value = rawHeaders[at + 1] as string;
    if (name !== 'cookie') headers[name] = headers[name] === undefined ? value : `${headers[name]},${value}`;
  }
  return { ...headers };
};

const joined = (query: URLSearchParams): Record<string, string> => {
  const values: Record<string, string> = Object.create(null);
  for (const [name, value] of query) values[name] = values[name] === undefined ? value : `${values[name]},${value}`;
  return { ...values };
};
