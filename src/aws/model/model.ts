/**
 * The facts of the AWS APIs: which operations there are, who may call them, what goes in and out, and within which
 * limits. They are data (`*.json` beside this file), distilled without prose from the official models and the official
 * SDK packages by `scripts/distill-model.ts`; nobody edits them by hand. What the facts are used for lives elsewhere:
 * `validate.ts` checks inputs, `protocols/` encode outputs, `dispatch.ts` finds operations and callers.
 */
import { readFileSync } from 'node:fs';

export type ServiceName = 'cognito-idp' | 'cognito-identity' | 'cognito-sync' | 'sts' | 'iam';

export interface ServiceFacts {
  readonly service: ServiceName;
  readonly protocol: 'json-1.1' | 'rest-json' | 'query';
  readonly apiVersion: string;
  /** What stands before the dot in `X-Amz-Target` (JSON protocols). */
  readonly targetPrefix?: string;
  /** The namespace of answers (Query). */
  readonly xmlNamespace?: string;
  readonly operations: Readonly<Record<string, OperationFacts>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/**
 * Who may call. `token`: the AccessToken member speaks for a user. `token-or-session`: either the AccessToken or the
 * Session member does, and the handler sees to it.
 */
export type CallerKind = 'public' | 'signed' | 'token' | 'token-or-session';

export interface OperationFacts {
  readonly caller: CallerKind;
  /** Names of structures. Without one there is nothing to send. */
  readonly input?: string;
  readonly output?: string;
  /** Declared errors. */
  readonly errors: readonly string[];
  /** Only where it is not `POST /`. */
  readonly http?: { readonly method: string; readonly uri: string; readonly status?: number };
  /** The element around the output (Query). */
  readonly resultWrapper?: string;
}

export type Shape = StructureShape | ListShape | MapShape | StringShape | NumberShape | PlainShape;

export interface StructureShape {
  readonly type: 'structure';
  readonly sensitive?: true;
  /** In the model's order. */
  readonly members: Readonly<Record<string, MemberFacts>>;
  readonly required?: readonly string[];
  /** Errors: the status where it is not 400, and the code where it is not the shape's name. */
  readonly error?: { readonly status?: number; readonly code?: string };
}

/** The shape's name, or more where the member does not simply lie in the body under its own name. */
export type MemberFacts =
  | string
  | {
      readonly shape: string;
      readonly location?: 'uri' | 'querystring' | 'header' | 'headers' | 'statusCode';
      readonly name?: string;
    };

export interface ListShape {
  readonly type: 'list';
  readonly sensitive?: true;
  readonly member: string;
  readonly min?: number;
  readonly max?: number;
}

export interface MapShape {
  readonly type: 'map';
  readonly sensitive?: true;
  readonly key: string;
  readonly value: string;
  readonly min?: number;
  readonly max?: number;
}

export interface StringShape {
  readonly type: 'string';
  readonly sensitive?: true;
  /** Length. */
  readonly min?: number;
  readonly max?: number;
  /** A Java regular expression that the whole value must match. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

export interface NumberShape {
  readonly type: 'integer' | 'long' | 'float' | 'double';
  /** Range. */
  readonly min?: number;
  readonly max?: number;
}

export interface PlainShape {
  readonly type: 'boolean' | 'timestamp' | 'blob' | 'document';
  readonly sensitive?: true;
  readonly min?: number;
  readonly max?: number;
  readonly timestampFormat?: 'iso8601' | 'unixTimestamp' | 'rfc822';
}

const loaded = new Map<ServiceName, ServiceFacts>();

/** The facts of a service; read from disk at first use. */
export const loadFacts = (service: ServiceName): ServiceFacts => {
  const known = loaded.get(service);
  if (known !== undefined) return known;
  const facts = JSON.parse(readFileSync(new URL(`./${service}.json`, import.meta.url), 'utf8')) as ServiceFacts;
  loaded.set(service, facts);
  return facts;
};

export const shapeOf = (facts: ServiceFacts, name: string): Shape => {
  const shape = facts.shapes[name];
  if (shape === undefined) throw new Error(`the facts of ${facts.service} have no shape ${name}`);
  return shape;
};

export const structureOf = (facts: ServiceFacts, name: string): StructureShape => {
  const shape = shapeOf(facts, name);
  if (shape.type !== 'structure') throw new Error(`shape ${name} of ${facts.service} is no structure`);
  return shape;
};

export const memberShapeName = (member: MemberFacts): string => (typeof member === 'string' ? member : member.shape);
