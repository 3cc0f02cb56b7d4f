/** Whether a policy document allows `execute-api:Invoke` on a method: documents of Lambda authorizers. */
import { compiledPolicy } from '../../core/iam/policies-of.ts';
import { requestContext } from '../../core/policies/context.ts';
import { evaluate } from '../../core/policies/evaluate.ts';
import type { AccessRequest } from '../../core/policies/request.ts';
import { type Call, headerOf, methodArn } from '../call.ts';

export type InvokeDecision = 'allowed' | 'explicitDeny' | 'implicitDeny';

/** Throws MalformedPolicyDocumentException. */
export const decideInvoke = (document: string, call: Call): InvokeDecision => {
  const principal = { type: 'user', account: call.api.account, arn: '', id: '', name: '' } as const;
  const about = { at: call.at, sourceIp: call.sourceIp, secure: call.secure, userAgent: headerOf(call, 'user-agent') };
  const request: AccessRequest = {
    principal,
    action: 'execute-api:Invoke',
    resource: methodArn(call),
    context: requestContext({ type: 'anonymous' }, about),
  };
  return evaluate(request, { identity: [{ id: 'authorizer', compiled: compiledPolicy(document, 'inline') }] }).decision;
};
