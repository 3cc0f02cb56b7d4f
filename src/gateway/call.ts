/** One request on its way through the gateway. */
import type { IncomingMessage } from 'node:http';
import type { Principal } from '../core/credentials/principal.ts';
import type { Api, Route } from './api.ts';
import type { Target } from './routing/target.ts';

/** Who was let in. */
export type Identity =
  | { readonly kind: 'none' }
  | { readonly kind: 'claims'; readonly claims: Readonly<Record<string, unknown>>; readonly scopes: readonly string[] }
  | { readonly kind: 'iam'; readonly principal: Principal; readonly accessKeyId: string }
  | {
      readonly kind: 'lambda';
      readonly principalId?: string;
      readonly context: Readonly<Record<string, unknown>>;
    };

/** What authorizers and integrations may know of a request, whether it came here or to a proxy that asks. */
export interface Call {
  readonly id: string;
  readonly api: Api;
  readonly route: Route;
  /** Of the path, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly method: string;
  readonly target: Target;
  /** Below the stage, decoded segments. */
  readonly segments: readonly string[];
  readonly headers: IncomingMessage['headers'];
  /** Name, value, name, value … as they came. */
  readonly rawHeaders: readonly string[];
  readonly sourceIp: string;
  readonly secure: boolean;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly httpVersion: string;
}

export const headerOf = ({ headers }: Pick<Call, 'headers'>, name: string): string | undefined => {
  const value = headers[name];
  return Array.isArray(value) ? value.join(',') : value;
};

/** Parsed with the first question: most requests have none. */
export const queryOf = ({ target }: Pick<Call, 'target'>): URLSearchParams => new URLSearchParams(target.search);

/** Path below the stage, as events show it. */
export const pathOf = ({ segments, target }: Pick<Call, 'segments' | 'target'>): string =>
  `/${segments.join('/')}${target.trailingSlash && segments.length > 0 ? '/' : ''}`;

/** `arn:aws:execute-api:{region}:{account}:{api}/{stage}/{method}/{path}`: what policies speak of. */
export const methodArn = (call: Pick<Call, 'api' | 'method' | 'segments'>): string => {
  const { api, method, segments } = call;
  return `arn:aws:execute-api:${api.region}:${api.account}:${api.id}/${api.stage}/${method}/${segments.join('/')}`;
};
