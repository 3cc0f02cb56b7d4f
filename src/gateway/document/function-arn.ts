/** From the forms in which documents name a Lambda function to its ARN. */
import type { Node } from './fields.ts';
import type { Variables } from './variables.ts';

const INVOCATION = /^arn:aws[\w-]*:apigateway:[\w-]+:lambda:path\/[\w-]+\/functions\/(.+)\/invocations$/;
const FUNCTION = /^arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/;

/** Undefined after a fault. */
export const functionArnOf = (node: Node, variables: Variables): string | undefined => {
  if (!node.isThere) return node.fault('is missing');
  const uri = variables.fill(node);
  if (uri === undefined) return undefined;
  const arn = INVOCATION.exec(uri)?.[1] ?? uri;
  return FUNCTION.test(arn) ? arn : node.fault(`${JSON.stringify(uri)} names no Lambda function`);
};

export const isFunctionUri = (uri: string): boolean => INVOCATION.test(uri) || FUNCTION.test(uri);
