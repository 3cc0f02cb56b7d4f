/** An API as its document describes it, checked and ready to be served. */
import type { CompiledPolicy } from '../core/policies/compile.ts';

/** The two kinds that API Gateway has: their documents, events and answers differ. */
export type ApiForm = 'rest' | 'http';

export interface Api {
  /** In ARNs and as the first label of host names. */
  readonly id: string;
  readonly form: ApiForm;
  readonly title: string;
  readonly account: string;
  readonly region: string;
  /** `$default` of an HTTP API is not in the path. */
  readonly stage: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly routes: readonly Route[];
  readonly responses: GatewayResponses;
  readonly cors?: Cors;
  /** Bodies of these types travel to functions in base64. */
  readonly binaryTypes: readonly string[];
  /** `x-amazon-apigateway-policy` */
  readonly policy?: CompiledPolicy;
  /** Who was let in is told to HTTP integrations in `x-poolhouse-…` headers. */
  readonly identityHeaders: boolean;
  readonly throttle?: { readonly rate: number; readonly burst: number };
}

export interface Route {
  /** `/rides/{id}`, `/{proxy+}`; `$default` for what nothing else takes. */
  readonly path: string;
  /** Upper case, or `ANY`. */
  readonly method: string;
  readonly authorizer: Authorizer;
  /** Of an access token one is enough. */
  readonly scopes: readonly string[];
  /** Absent where only the authorizer is asked for (forward authentication). */
  readonly integration?: Integration;
  /** Without these the request is refused before it goes anywhere. */
  readonly required: readonly ParameterSource[];
}

/** `ANY /rides` is shown and matched as API Gateway does. */
export const routeKeyOf = ({ method, path }: Pick<Route, 'method' | 'path'>): string =>
  path === '$default' ? '$default' : `${method} ${path}`;

export interface GatewayResponse {
  readonly statusCode?: number;
  /** Header name to literal or expression. */
  readonly headers: Readonly<Record<string, string>>;
  /** By content type. */
  readonly templates: Readonly<Record<string, string>>;
}

export type GatewayResponses = Readonly<Record<string, GatewayResponse>>;

export interface Cors {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAge?: number;
  readonly allowCredentials: boolean;
}

/** Where a value of the request stands. */
export type ParameterSource =
  | { readonly in: 'header' | 'querystring' | 'path' | 'context' | 'stageVariables'; readonly name: string }
  | { readonly in: 'body' }
  | { readonly in: 'static'; readonly value: string };

export type Authorizer =
  | { readonly kind: 'none' }
  | { readonly kind: 'iam' }
  | {
      readonly kind: 'user-pool';
      readonly name: string;
      readonly pools: readonly string[];
      /** Header that carries the token, lower case. */
      readonly header: string;
      readonly validation?: RegExp;
    }
  | {
      readonly kind: 'jwt';
      readonly name: string;
      readonly issuer: string;
      readonly audience: readonly string[];
      readonly source: ParameterSource;
    }
  | LambdaAuthorizer;

export interface LambdaAuthorizer {
  readonly kind: 'lambda';
  readonly name: string;
  readonly form: 'token' | 'request';
  readonly arn: string;
  readonly sources: readonly ParameterSource[];
  readonly ttlMs: number;
  readonly validation?: RegExp;
  readonly payload: '1.0' | '2.0';
  /** `{ isAuthorized, context }` in the place of a policy. */
  readonly simple: boolean;
}

export type Integration = HttpIntegration | LambdaIntegration | MockIntegration;

export interface Mapping {
  readonly to: { readonly in: 'header' | 'querystring' | 'path'; readonly name: string };
  /** HTTP APIs tell `append`, `overwrite` and `remove` apart. */
  readonly action: 'append' | 'overwrite' | 'remove';
  readonly from: ParameterSource;
}

export interface HttpIntegration {
  readonly kind: 'http';
  /** With `{parameter}` and without stage variables: they are filled in. */
  readonly uri: string;
  /** Undefined: the request's own. */
  readonly method?: string;
  readonly mappings: readonly Mapping[];
  /** `http_proxy`: request and answer pass as they are. */
  readonly proxy: boolean;
  /** Of `http`: by status. */
  readonly answers: readonly MappedAnswer[];
  readonly timeoutMs: number;
}

export interface LambdaIntegration {
  readonly kind: 'lambda';
  readonly arn: string;
  readonly payload: '1.0' | '2.0';
  readonly timeoutMs: number;
}

export interface MockIntegration {
  readonly kind: 'mock';
  /** By content type; they make `{ "statusCode": … }`. */
  readonly templates: Readonly<Record<string, string>>;
  readonly answers: readonly MappedAnswer[];
}

export interface MappedAnswer {
  /** Of the integration's status; undefined: the default. */
  readonly pattern?: RegExp;
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly templates: Readonly<Record<string, string>>;
}
