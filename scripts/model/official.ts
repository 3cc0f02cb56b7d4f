/** Distils one official model file (`*.service-2.json`) into facts: everything but the prose. */
import type {
  CallerKind,
  MemberFacts,
  OperationFacts,
  ServiceFacts,
  ServiceName,
  Shape,
} from '../../src/aws/model/model.ts';

/** The parts of the official format that are read here. */
export interface OfficialModel {
  readonly metadata: {
    readonly protocol: string;
    readonly apiVersion: string;
    readonly targetPrefix?: string;
    readonly xmlNamespace?: string;
  };
  readonly operations: Readonly<Record<string, OfficialOperation>>;
  readonly shapes: Readonly<Record<string, OfficialShape>>;
}

interface OfficialOperation {
  readonly http: { readonly method: string; readonly requestUri: string; readonly responseCode?: number };
  readonly input?: { readonly shape: string };
  readonly output?: { readonly shape: string; readonly resultWrapper?: string };
  readonly errors?: readonly { readonly shape: string }[];
  readonly authtype?: string;
}

interface OfficialMember {
  readonly shape: string;
  readonly location?: 'uri' | 'querystring' | 'header' | 'headers' | 'statusCode';
  readonly locationName?: string;
}

interface OfficialShape {
  readonly type: string;
  readonly members?: Readonly<Record<string, OfficialMember>>;
  readonly required?: readonly string[];
  readonly member?: OfficialMember;
  readonly key?: OfficialMember;
  readonly value?: OfficialMember;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly sensitive?: boolean;
  readonly timestampFormat?: string;
  readonly document?: boolean;
  readonly exception?: boolean;
  readonly error?: { readonly code?: string; readonly httpStatusCode?: number };
  readonly fault?: boolean;
}

const PROTOCOLS = { json: 'json-1.1', 'rest-json': 'rest-json', query: 'query' } as const;

export const distil = (service: ServiceName, model: OfficialModel): ServiceFacts => ({
  service,
  protocol: PROTOCOLS[model.metadata.protocol as keyof typeof PROTOCOLS],
  apiVersion: model.metadata.apiVersion,
  ...(model.metadata.targetPrefix && { targetPrefix: model.metadata.targetPrefix }),
  ...(model.metadata.xmlNamespace && { xmlNamespace: model.metadata.xmlNamespace }),
  operations: mapValues(model.operations, (operation) => distilOperation(model, operation)),
  shapes: mapValues(model.shapes, distilShape),
});

const distilOperation = (model: OfficialModel, operation: OfficialOperation): OperationFacts => {
  const { method, requestUri, responseCode } = operation.http;
  const status = responseCode === undefined || responseCode === 200 ? undefined : responseCode;
  const plain = method === 'POST' && requestUri === '/' && status === undefined;
  return {
    caller: callerKind(operation.authtype === 'none', model.shapes[operation.input?.shape ?? '']?.members ?? {}),
    ...(operation.input && { input: operation.input.shape }),
    ...(operation.output && { output: operation.output.shape }),
    errors: (operation.errors ?? []).map((error) => error.shape),
    ...(!plain && { http: { method, uri: requestUri, ...(status && { status }) } }),
    ...(operation.output?.resultWrapper && { resultWrapper: operation.output.resultWrapper }),
  };
};

/** Unsigned operations with an AccessToken member belong to that token's user, whether the model requires it or not. */
export const callerKind = (unsigned: boolean, members: Readonly<Record<string, unknown>>): CallerKind => {
  if (!unsigned) return 'signed';
  if (!('AccessToken' in members)) return 'public';
  return 'Session' in members ? 'token-or-session' : 'token';
};

const distilShape = (shape: OfficialShape): Shape => {
  const type = shape.document ? 'document' : shape.type;
  return {
    type,
    ...(shape.sensitive && { sensitive: true }),
    ...(type === 'structure' && { members: mapValues(shape.members ?? {}, distilMember) }),
    ...(shape.required?.length && { required: shape.required }),
    ...(shape.member && { member: shape.member.shape }),
    ...(shape.key && { key: shape.key.shape }),
    ...(shape.value && { value: shape.value.shape }),
    ...(shape.min !== undefined && { min: shape.min }),
    ...(shape.max !== undefined && { max: shape.max }),
    ...(shape.pattern !== undefined && { pattern: shape.pattern }),
    ...(shape.enum && { enum: shape.enum }),
    ...(shape.timestampFormat && { timestampFormat: shape.timestampFormat }),
    ...errorFacts(shape),
  } as Shape;
};

const errorFacts = (shape: OfficialShape) => {
  if (!shape.exception) return {};
  const status = shape.error?.httpStatusCode ?? (shape.fault ? 500 : 400);
  const facts = {
    ...(status !== 400 && { status }),
    ...(shape.error?.code && { code: shape.error.code }),
  };
  return Object.keys(facts).length === 0 ? {} : { error: facts };
};

const distilMember = (member: OfficialMember, name: string): MemberFacts => {
  const renamed = member.locationName !== undefined && member.locationName !== name;
  if (member.location === undefined && !renamed) return member.shape;
  return {
    shape: member.shape,
    ...(member.location && { location: member.location }),
    ...(renamed && { name: member.locationName }),
  };
};

const mapValues = <From, To>(record: Readonly<Record<string, From>>, to: (value: From, key: string) => To) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value, key)]));
