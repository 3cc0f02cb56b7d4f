/**
 * AWS_IAM: a request signed for execute-api, and `execute-api:Invoke` on its method allowed by the policies of whoever
 * signed it.
 * Source: API Gateway developer guide, "Control access to a REST API with IAM permissions", "How API Gateway resource
 * policies affect authorization workflow".
 */
import { authorize } from '../../core/credentials/authorize.ts';
import { AccessDenied } from '../../core/credentials/denied.ts';
import type { Principal } from '../../core/credentials/principal.ts';
import { SignatureRefused } from '../../core/credentials/signature/refused.ts';
import {
  type PayloadSource,
  type ProvedSignature,
  type SignatureCore,
  verifySignature,
} from '../../core/credentials/signature/verify.ts';
import { policiesOf } from '../../core/iam/policies-of.ts';
import type { CompiledPolicy } from '../../core/policies/compile.ts';
import { denialMessage } from '../../core/policies/denial.ts';
import { evaluate } from '../../core/policies/evaluate.ts';
import { callerOf, type SignedCircumstances, signedContext } from '../../core/policies/signed.ts';
import { Refused, type ResponseType } from '../answers.ts';
import { type Call, headerOf, type Identity, methodArn } from '../call.ts';

export const SERVICE = 'execute-api';

export interface IamRules {
  readonly unsignedPayload: boolean;
}

/** Throws `Refused`. */
export const checkIam = async (
  core: SignatureCore,
  call: Call,
  payload: PayloadSource,
  { unsignedPayload }: IamRules,
): Promise<Identity> => {
  const header = (name: string) => headerOf(call, name);
  const request = { method: call.method, target: call.target.raw, header };
  const rules = { service: SERVICE, unsignedPayload };
  const proved = await verifySignature(core, request, payload, rules).catch(inWords(call.api));
  await allow(core, call, proved);
  return { kind: 'iam', principal: proved.principal, accessKeyId: proved.accessKeyId };
};

const TYPES: Readonly<Record<SignatureRefused['code'], ResponseType>> = {
  ExpiredTokenException: 'EXPIRED_TOKEN',
  IncompleteSignatureException: 'INVALID_SIGNATURE',
  InvalidSignatureException: 'INVALID_SIGNATURE',
  MissingAuthenticationTokenException: 'MISSING_AUTHENTICATION_TOKEN',
  UnrecognizedClientException: 'INVALID_SIGNATURE',
};

const inWords =
  ({ form }: Call['api']) =>
  (error: unknown): never => {
    if (!(error instanceof SignatureRefused)) throw error;
    const { code, message } = error;
    // HTTP APIs answer a missing route otherwise than a missing signature.
    const type = form === 'http' ? 'INVALID_SIGNATURE' : TYPES[code];
    throw new Refused(type, { message, errorType: code });
  };

const allow = async (core: SignatureCore, call: Call, { principal, region }: ProvedSignature): Promise<void> => {
  const { api } = call;
  if (region !== api.region) {
    const message = `Credential should be scoped to a valid region. `;
    throw new Refused('INVALID_SIGNATURE', { message, errorType: 'InvalidSignatureException' });
  }
  const resource = methodArn(call);
  if (principal.kind === 'root' && principal.account !== api.account) throw new Refused('ACCESS_DENIED');
  const about = {
    at: core.clock.now(),
    sourceIp: call.sourceIp,
    secure: call.secure,
    region,
    userAgent: headerOf(call, 'user-agent'),
    referer: headerOf(call, 'referer'),
    resourceAccount: api.account,
  };
  if (api.policy) return withResourcePolicy(core, api.policy, principal, resource, about);
  try {
    await authorize(core, principal, { action: ACTION, resources: [resource], about });
  } catch (error) {
    if (!(error instanceof AccessDenied)) throw error;
    throw denied(error.message, api.account);
  }
};

const ACTION = 'execute-api:Invoke';

/** Within an account either grants; a denial of either ends it. */
const withResourcePolicy = async (
  core: SignatureCore,
  compiled: CompiledPolicy,
  principal: Principal,
  resource: string,
  about: SignedCircumstances & { readonly resourceAccount: string },
): Promise<void> => {
  const { tags, ...own } = (await policiesOf(core, principal)) ?? { tags: {}, session: [] };
  const context = signedContext(principal, { ...about, principalTags: tags });
  const request = { principal: callerOf(principal), action: ACTION, resource, context };
  const decision = evaluate(request, { ...own, resource: { id: 'x-amazon-apigateway-policy', compiled } });
  if (decision.decision !== 'allowed') throw denied(denialMessage(request, decision), about.resourceAccount);
};

const denied = (message: string, account: string) =>
  new Refused('ACCESS_DENIED', { message: masked(message, account) });

/** API Gateway shows the end of an account alone. */
const masked = (message: string, account: string): string =>
  message.replace(/(on resource: arn:aws:execute-api:[\w-]+:)\d{12}/, `$1********${account.slice(-4)}`);
