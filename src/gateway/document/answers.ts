/** `x-amazon-apigateway-gateway-responses` and `x-amazon-apigateway-cors`. */

import { RESPONSE_TYPES } from '../answers.ts';
import type { Cors, GatewayResponses } from '../api.ts';
import type { Node } from './fields.ts';
import { readTemplates } from './integrations.ts';

export const readGatewayResponses = (node: Node): GatewayResponses =>
  Object.fromEntries(
    node.entries().map(([type, answer]) => {
      if (!RESPONSE_TYPES.has(type)) answer.fault('is no type of gateway response');
      answer.only(['statusCode', 'responseParameters', 'responseTemplates']);
      const statusCode = answer.at('statusCode').number(100, 599);
      const headers = readHeaders(answer.at('responseParameters'));
      return [
        type,
        { ...(statusCode && { statusCode }), headers, templates: readTemplates(answer.at('responseTemplates')) },
      ];
    }),
  );

const readHeaders = (node: Node): Record<string, string> => {
  const headers: Record<string, string> = {};
  for (const [key, each] of node.entries()) {
    const name = /^gatewayresponse\.header\.([\w-]+)$/.exec(key)?.[1];
    const value = each.needText();
    if (name === undefined) each.fault('only gatewayresponse.header can be set');
    else if (!/^'[^\r\n]*'$|^method\.request\.(header|querystring|path)\.|^context\./.test(value)) {
      each.fault('is no expression that is known');
    } else headers[name] = value;
  }
  return headers;
};

export const readCors = (node: Node): Cors | undefined => {
  if (!node.isThere) return undefined;
  node.only(['allowOrigins', 'allowMethods', 'allowHeaders', 'exposeHeaders', 'maxAge', 'allowCredentials']);
  const maxAge = node.at('maxAge').number(-1, 86_400);
  const cors: Cors = {
    allowOrigins: node.at('allowOrigins').texts(),
    allowMethods: node
      .at('allowMethods')
      .texts()
      .map((each) => each.toUpperCase()),
    allowHeaders: node
      .at('allowHeaders')
      .texts()
      .map((each) => each.toLowerCase()),
    exposeHeaders: node.at('exposeHeaders').texts(),
    allowCredentials: node.at('allowCredentials').flag() ?? false,
    ...(maxAge !== undefined && { maxAge }),
  };
  if (cors.allowCredentials && cors.allowOrigins.includes('*')) {
    node.at('allowCredentials').fault('cannot be true where every origin is allowed');
  }
  return cors;
};
