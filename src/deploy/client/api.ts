/**
 * A small client of the running service's own APIs, by the facts of src/aws/model: what an operator's SDK would send.
 * So authorization, validation and events are the service's, as for everybody else.
 */
import { loadFacts, type ServiceFacts, type ServiceName } from '../../aws/model/model.ts';
import { ApiError } from './error.ts';
import { type Answer, type Place, send } from './send.ts';
import { childOf, findText, parseXml, readByFacts } from './xml.ts';

export type Output = { readonly [name: string]: unknown };

/** @throws ApiError, DeployFailed */
export type Call = (service: ServiceName, operation: string, input: object) => Promise<Output>;

export const createApi =
  (place: Place): Call =>
  async (service, operation, input) => {
    const facts = loadFacts(service);
    return facts.protocol === 'query'
      ? byQuery(place, facts, operation, input)
      : byJson(place, facts, operation, input);
  };

const byJson = async (place: Place, facts: ServiceFacts, operation: string, input: object): Promise<Output> => {
  const answer = await send(place, {
    service: facts.service,
    method: 'POST',
    path: '/',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `${facts.targetPrefix}.${operation}`,
    },
    body: JSON.stringify(input),
  });
  if (answer.status !== 200) throw jsonError(operation, answer);
  return answer.body === '' ? {} : (JSON.parse(answer.body) as Output);
};

/** Errors of the JSON protocols. */
export const jsonError = (operation: string, { status, body }: Answer): ApiError => {
  const said = parsed(body);
  const type = String(said['__type'] ?? said['code'] ?? `HTTP ${status}`);
  const message = String(said['message'] ?? said['Message'] ?? '');
  return new ApiError(operation, status, type.slice(type.indexOf('#') + 1), message);
};

const parsed = (body: string): Output => {
  try {
    return JSON.parse(body) as Output;
  } catch {
    return {};
  }
};

const byQuery = async (place: Place, facts: ServiceFacts, operation: string, input: object): Promise<Output> => {
  const form = new URLSearchParams({ Action: operation, Version: facts.apiVersion });
  flatten(form, '', input);
  const answer = await send(place, {
    service: facts.service,
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: form.toString(),
  });
  if (answer.status !== 200) throw xmlError(operation, answer);
  const { output, resultWrapper } = facts.operations[operation] ?? {};
  if (output === undefined) return {};
  const root = parseXml(answer.body);
  const result = resultWrapper === undefined ? root : (childOf(root, resultWrapper) ?? root);
  return readByFacts(facts, output, result) as Output;
};

/** Errors of the Query protocol and of S3. */
export const xmlError = (operation: string, { status, body }: Answer): ApiError => {
  try {
    const root = parseXml(body);
    return new ApiError(operation, status, findText(root, 'Code') ?? `HTTP ${status}`, findText(root, 'Message') ?? '');
  } catch {
    return new ApiError(operation, status, `HTTP ${status}`, body.slice(0, 200));
  }
};

const flatten = (form: URLSearchParams, path: string, value: unknown): void => {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) flatten(form, `${path}.member.${index + 1}`, item);
  } else if (typeof value === 'object') {
    for (const [name, item] of Object.entries(value)) flatten(form, path === '' ? name : `${path}.${name}`, item);
  } else form.append(path, String(value));
};
