/**
 * The part of API Gateway's mapping templates that fills in values: `$context.…`, `$stageVariables.…`,
 * `$input.params('name')`, `$input.body`, `$util.escapeJavaScript(…)` around one of them. A document with directives
 * (`#set`, `#if`, `#foreach`) is refused when it is read.
 */
import { type Call, headerOf, type Identity, queryOf } from '../call.ts';
import { expressionValue } from '../values.ts';

const EXPRESSION =
  /\$(?:util\.escapeJavaScript\(\s*)?\$?(?:\{([^}]+)\}|((?:context|stageVariables)(?:\.[\w:-]+)+)|input\.params\(\s*'([^']*)'\s*\)|(input\.body)|input\.(?:json|path)\(\s*'(\$)'\s*\))(\s*\))?/g;

export const fillTemplate = (template: string, call: Call, identity: Identity, body: string): string => {
  const value = expressionValue(call, identity);
  return template.replace(EXPRESSION, (...match: (string | undefined)[]) => {
    const [, braced, plain, parameter, whole, json] = match;
    if (whole !== undefined) return body;
    if (json !== undefined) return body === '' ? '{}' : body;
    if (parameter !== undefined) return escaped(parameterOf(call, parameter) ?? '');
    return escaped(value(braced ?? plain ?? '') ?? '');
  });
};

/** Path before query before header (API Gateway developer guide, "$input.params(x)"). */
const parameterOf = (call: Call, name: string): string | undefined =>
  (Object.hasOwn(call.parameters, name) ? call.parameters[name] : undefined) ??
  queryOf(call).get(name) ??
  headerOf(call, name.toLowerCase());

/** Values stand within quotation marks of the template; nothing of a request ends them. */
const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);
