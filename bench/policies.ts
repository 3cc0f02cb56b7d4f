/**
 * What a decision costs: a role session with three policies of five statements each, variables and conditions among
 * them. `node bench/policies.ts` prints microseconds.
 */
import { requestContext } from '../src/core/policies/context.ts';
import { type AttachedPolicy, evaluate } from '../src/core/policies/evaluate.ts';
import { parsePolicy } from '../src/core/policies/policy.ts';
import type { AccessRequest, RoleSessionPrincipal } from '../src/core/policies/request.ts';

const ACCOUNT = '111122223333';
const SUB = 'us-east-1:11111111-2222-4333-8444-555555555555';

const OWN_FOLDER = 'arn:aws:s3:::uploads/${cognito-identity.amazonaws.com:sub}/*';

const textOf = (service: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: [`${service}:Get*`, `${service}:List*`], Resource: OWN_FOLDER },
      { Effect: 'Allow', Action: `${service}:*`, Resource: `arn:aws:${service}:*:${ACCOUNT}:*` },
      {
        Effect: 'Deny',
        Action: `${service}:Delete*`,
        Resource: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      {
        Effect: 'Allow',
        NotAction: ['iam:*', 'sts:*'],
        Resource: `arn:aws:${service}:us-*-1:${ACCOUNT}:thing/*`,
        Condition: {
          StringEquals: { 'aws:RequestedRegion': ['us-east-1', 'eu-central-1'] },
          IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '192.0.2.0/24'] },
          DateLessThan: { 'aws:CurrentTime': '2100-01-01T00:00:00Z' },
        },
      },
      {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { 'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'unauth*' } },
      },
    ],
  });

const TEXTS = ['s3', 'dynamodb', 'cognito-idp'].map(textOf);
const compile = (text: string): AttachedPolicy => ({ id: 'bench', compiled: parsePolicy(text, 'inline') });

const principal: RoleSessionPrincipal = {
  type: 'role-session',
  account: ACCOUNT,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Members/CognitoIdentityCredentials`,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/Members`,
  roleId: 'AROADBQP57FF2AEXAMPLE',
  sessionName: 'CognitoIdentityCredentials',
};

const requestOf = (at: number): AccessRequest => ({
  principal,
  action: 's3:GetObject',
  resource: `arn:aws:s3:::uploads/${SUB}/photo.jpg`,
  context: requestContext(principal, { at, secure: true, sourceIp: '192.0.2.7', region: 'us-east-1' }, [
    ['cognito-identity.amazonaws.com:sub', SUB],
    ['cognito-identity.amazonaws.com:amr', ['authenticated', 'graph.facebook.com']],
  ]),
});

/** Microseconds a round: the best of five runs, because other programs only ever add to it. */
const measure = (rounds: number, run: () => unknown): number => {
  const runs = Array.from({ length: 5 }, () => {
    const started = performance.now();
    for (let round = 0; round < rounds; round++) run();
    return ((performance.now() - started) * 1000) / rounds;
  });
  return Math.min(...runs);
};

const show = (what: string, microseconds: number): void => console.log(`${what}: ${microseconds.toFixed(2)} µs`);

const identity = TEXTS.map(compile);
const request = requestOf(Date.now());
if (evaluate(request, { identity }).decision !== 'allowed') throw new Error('the request should be allowed');

show(
  'read, check and compile three policies',
  measure(2_000, () => TEXTS.map(compile)),
);
show(
  'decide',
  measure(50_000, () => evaluate(request, { identity })),
);
show(
  'decide, the condition keys gathered anew',
  measure(50_000, () => evaluate(requestOf(1_767_323_045_000), { identity })),
);
show(
  'decide with boundary and session policy',
  measure(50_000, () => evaluate(request, { identity, boundary: identity[0], session: identity })),
);
