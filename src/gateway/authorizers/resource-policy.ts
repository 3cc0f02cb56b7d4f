/**
 * The policy of an API itself, for requests that nobody signed: it must allow them. With a signature it is weighed
 * together with the signer's own policies (iam.ts).
 */
import { requestContext } from '../../core/policies/context.ts';
import { evaluate } from '../../core/policies/evaluate.ts';
import { Refused } from '../answers.ts';
import { type Call, headerOf, methodArn } from '../call.ts';

/** Throws `Refused`. */
export const checkResourcePolicy = (call: Call): void => {
  const { policy } = call.api;
  if (!policy) return;
  const principal = { type: 'anonymous' } as const;
  const resource = methodArn(call);
  const context = requestContext(principal, {
    at: call.at,
    sourceIp: call.sourceIp,
    secure: call.secure,
    userAgent: headerOf(call, 'user-agent'),
    referer: headerOf(call, 'referer'),
  });
  const request = { principal, action: 'execute-api:Invoke', resource, resourceAccount: call.api.account, context };
  const { decision } = evaluate(request, { resource: { id: 'x-amazon-apigateway-policy', compiled: policy } });
  if (decision === 'allowed') return;
  const masked = resource.replace(/:\d{12}:/, `:********${call.api.account.slice(-4)}:`);
  const said = `User: anonymous is not authorized to perform: execute-api:Invoke on resource: ${masked}`;
  throw new Refused('ACCESS_DENIED', { message: decision === 'explicitDeny' ? `${said} with an explicit deny` : said });
};
