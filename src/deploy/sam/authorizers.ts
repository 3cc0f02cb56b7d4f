/** `Auth` of SAM's APIs and events. What is not understood is refused: nobody gets in by a word that was passed over. */
import { gather, refuse } from '../problems.ts';
import { callOf } from '../template/functions.ts';
import { childOf, mapping, mappingOf, type Node, type Parts, textOf } from '../template/node.ts';
import { type Event, invocation } from './event.ts';

export interface Authorizers {
  readonly schemes: ReadonlyMap<string, Node>;
  /** Of methods that name none. */
  readonly standard: string | undefined;
  readonly scopes: ReadonlyMap<string, readonly string[]>;
}

const AUTH = new Set([
  'Authorizers',
  'DefaultAuthorizer',
  'AddDefaultAuthorizerToCorsPreflight',
  'EnableIamAuthorizer',
]);
const EVENT_AUTH = new Set(['Authorizer', 'AuthorizationScopes', 'InvokeRole']);

const knownOnly = (node: Node | undefined, known: ReadonlySet<string>): void => {
  if (node === undefined) return;
  gather(mappingOf(node, 'Auth').entries, ([name, { at }]) => {
    if (!known.has(name)) refuse(at, `Auth: ${name} is not supported`);
  });
};

export const authorizersOf = (auth: Node | undefined, form: 'rest' | 'http'): Authorizers => {
  knownOnly(auth, AUTH);
  const named = childOf(auth, 'Authorizers');
  const standard = childOf(auth, 'DefaultAuthorizer');
  const entries = named === undefined ? [] : [...mappingOf(named, 'Authorizers').entries];
  const schemes = entries.map(
    ([name, { node }]) => [name, form === 'rest' ? restScheme(name, node) : httpScheme(name, node)] as const,
  );
  const scopes = entries.map(([name, { node }]) => [name, textsIn(childOf(node, 'AuthorizationScopes'))] as const);
  return {
    schemes: new Map(schemes),
    standard: standard && textOf(standard, 'DefaultAuthorizer'),
    scopes: new Map(scopes),
  };
};

const textsIn = (node: Node | undefined): string[] => {
  if (node === undefined) return [];
  return node.kind === 'list' ? node.items.map((item) => textOf(item, 'a scope')) : [textOf(node, 'a scope')];
};

export const securityOf = (event: Event, { schemes, standard, scopes }: Authorizers): Parts => {
  knownOnly(event.auth, EVENT_AUTH);
  const own = childOf(event.auth, 'Authorizer');
  const name = own === undefined ? standard : textOf(own, 'Authorizer');
  if (name === undefined || name === 'NONE') return { 'x-amazon-apigateway-auth': { type: 'NONE' } };
  if (name === 'AWS_IAM') return { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } };
  if (!schemes.has(name)) return refuse(own?.at ?? event.at, `no authorizer is called ${name}`);
  const asked = childOf(event.auth, 'AuthorizationScopes');
  return { security: [{ [name]: asked === undefined ? (scopes.get(name) ?? []) : textsIn(asked) }] };
};

const restScheme = (name: string, node: Node): Node => {
  const pools = childOf(node, 'UserPoolArn');
  const identity = childOf(node, 'Identity');
  const header = childOf(identity, 'Header') ?? 'Authorization';
  const seconds = childOf(identity, 'ReauthorizeEvery');
  const expression = childOf(identity, 'ValidationExpression');
  const common = { type: 'apiKey', in: 'header' };
  if (pools !== undefined) {
    return mapping(
      {
        ...common,
        name: header,
        'x-amazon-apigateway-authtype': 'cognito_user_pools',
        'x-amazon-apigateway-authorizer': {
          type: 'cognito_user_pools',
          providerARNs: pools.kind === 'list' ? pools : [pools],
          identityValidationExpression: expression,
        },
      },
      node.at,
    );
  }
  const payload = childOf(node, 'FunctionPayloadType');
  const isRequest = payload !== undefined && textOf(payload, 'FunctionPayloadType').toUpperCase() === 'REQUEST';
  return mapping(
    {
      ...common,
      name: isRequest ? 'Unused' : header,
      'x-amazon-apigateway-authtype': 'custom',
      'x-amazon-apigateway-authorizer': {
        type: isRequest ? 'request' : 'token',
        authorizerUri: functionUri(name, node),
        authorizerResultTtlInSeconds: seconds,
        identityValidationExpression: isRequest ? undefined : expression,
        identitySource: isRequest ? sourcesOf(identity) : undefined,
      },
    },
    node.at,
  );
};

/** `!GetAtt Name.Arn` becomes the invocation's ARN. */
const functionUri = (name: string, node: Node): Node => {
  const arn =
    childOf(node, 'FunctionArn') ?? refuse(node.at, `the authorizer ${name} needs UserPoolArn or FunctionArn`);
  const call = callOf(arn);
  const text = call?.name === 'Fn::GetAtt' && call.argument.kind === 'scalar' ? String(call.argument.value) : undefined;
  if (text?.endsWith('.Arn')) return invocation(text.slice(0, -4), arn.at);
  return mapping(
    {
      'Fn::Sub': [
        'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${function}/invocations',
        { function: arn },
      ],
    },
    arn.at,
  );
};

const SOURCES = [
  ['Headers', 'method.request.header'],
  ['QueryStrings', 'method.request.querystring'],
  ['StageVariables', 'stageVariables'],
  ['Context', 'context'],
] as const;

const sourcesOf = (identity: Node | undefined): string =>
  SOURCES.flatMap(([list, prefix]) => textsIn(childOf(identity, list)).map((name) => `${prefix}.${name}`)).join(', ');

const httpScheme = (name: string, node: Node): Node => {
  const jwt = childOf(node, 'JwtConfiguration');
  const source = childOf(node, 'IdentitySource');
  if (jwt !== undefined) {
    return mapping(
      {
        type: 'oauth2',
        'x-amazon-apigateway-authorizer': {
          type: 'jwt',
          jwtConfiguration: {
            issuer: childOf(jwt, 'issuer') ?? childOf(jwt, 'Issuer'),
            audience: childOf(jwt, 'audience') ?? childOf(jwt, 'Audience'),
          },
          identitySource: source ?? '$request.header.Authorization',
        },
      },
      node.at,
    );
  }
  const identity = childOf(node, 'Identity');
  const headers = textsIn(childOf(identity, 'Headers')).map((header) => `$request.header.${header}`);
  return mapping(
    {
      type: 'apiKey',
      name: 'Unused',
      in: 'header',
      'x-amazon-apigateway-authorizer': {
        type: 'request',
        authorizerUri: functionUri(name, node),
        authorizerPayloadFormatVersion: childOf(node, 'AuthorizerPayloadFormatVersion') ?? '1.0',
        enableSimpleResponses: childOf(node, 'EnableSimpleResponses'),
        authorizerResultTtlInSeconds: childOf(identity, 'ReauthorizeEvery'),
        identitySource: headers.length > 0 ? headers.join(',') : undefined,
      },
    },
    node.at,
  );
};
