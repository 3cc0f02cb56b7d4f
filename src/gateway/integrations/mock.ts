/**
 * Mock integrations: the request template says the status, the answer of that status is static.
 * Source: API Gateway developer guide, "Mock integrations for REST APIs in API Gateway".
 */
import { Refused } from '../answers.ts';
import type { MappedAnswer, MockIntegration } from '../api.ts';
import { type Call, headerOf, type Identity } from '../call.ts';
import { isFields } from '../document/fields.ts';
import { expressionValue } from '../values.ts';
import { type HeaderMap, headerValue } from './headers.ts';
import type { WholeAnswer } from './lambda.ts';
import { fillTemplate } from './template.ts';

/** Throws `Refused`. */
export const mockAnswer = (integration: MockIntegration, call: Call, identity: Identity): WholeAnswer => {
  const template = templateFor(integration.templates, headerOf(call, 'content-type'));
  const status = template === undefined ? 200 : statusOf(fillTemplate(template, call, identity, ''));
  const answer = mappedAnswer(integration.answers, String(status));
  if (!answer) throw new Refused('API_CONFIGURATION_ERROR');
  return answerFrom(answer, call, identity, () => undefined, '');
};

/** What the pattern fits, else the default. */
export const mappedAnswer = (answers: readonly MappedAnswer[], status: string): MappedAnswer | undefined =>
  answers.find(({ pattern }) => pattern?.test(status)) ?? answers.find(({ pattern }) => pattern === undefined);

/** @param given a header of the integration's answer */
export const answerFrom = (
  { statusCode, headers: wanted, templates }: MappedAnswer,
  call: Call,
  identity: Identity,
  given: (name: string) => string | undefined,
  body: string,
): WholeAnswer => {
  const value = expressionValue(call, identity);
  const headers: HeaderMap = {};
  for (const [name, expression] of Object.entries(wanted)) {
    const header = /^integration\.response\.header\.(.+)$/.exec(expression)?.[1];
    const text = header === undefined ? value(expression) : given(header.toLowerCase());
    if (text !== undefined) headers[name] = headerValue(text);
  }
  const [type, template] = Object.entries(templates)[0] ?? [];
  if (template !== undefined) headers['content-type'] ??= type as string;
  const text = template === undefined ? body : fillTemplate(template, call, identity, body);
  return { status: statusCode, headers, body: Buffer.from(text) };
};

const templateFor = (templates: Readonly<Record<string, string>>, type = 'application/json'): string | undefined =>
  templates[type.split(';', 1)[0]?.trim().toLowerCase() ?? ''] ?? templates['application/json'];

const statusOf = (text: string): number => {
  const found = parsed(text);
  const status = isFields(found) ? Number(found['statusCode']) : Number.NaN;
  if (Number.isInteger(status) && status >= 100 && status <= 599) return status;
  throw new Refused('API_CONFIGURATION_ERROR');
};

/** Templates are JSON in the loose way of API Gateway's own (`{statusCode:200}`, apostrophes). */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    const status = /["']?statusCode["']?\s*:\s*["']?(\d{3})/.exec(text)?.[1];
    return status === undefined ? undefined : { statusCode: status };
  }
};
