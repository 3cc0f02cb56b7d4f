/** What IAM refuses, in its words: the document's shape, and what its words may say by kind of policy. */
import { describe, expect, it } from 'vitest';
import type { PolicyKind } from '../../src/core/policies/document.ts';
import { assertInlineSize, MalformedPolicy, policySize } from '../../src/core/policies/faults.ts';
import { faultsOf, parsePolicy } from '../../src/core/policies/policy.ts';
import { type Json, ROLE } from './case.ts';

const allowed = { Effect: 'Allow', Action: 'iam:GetUser', Resource: '*' };
const policy = (...statements: unknown[]) => ({ Version: '2012-10-17', Statement: statements });
const trusted = (more: Json) => policy({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole', ...more });
const textOf = (document: unknown) => (typeof document === 'string' ? document : JSON.stringify(document));
const messages = (document: unknown, kind: PolicyKind = 'inline') =>
  faultsOf(textOf(document), kind).map(({ message }) => message);

const SYNTAX = 'Syntax errors in policy.';

describe('shape', () => {
  it.each<[string, unknown, string]>([
    ['no JSON', '{', ''],
    ['nothing', '', ''],
    ['text after it', `${JSON.stringify(policy(allowed))} x`, ''],
    ['a comma too many', '{"Version":"2012-10-17","Statement":[],}', ''],
    ['nested without end', '['.repeat(100_000), ''],
    ['a list', [], ''],
    ['another version', { Version: '2020-01-01', Statement: [allowed] }, 'Version'],
    ['an Id that is no text', { ...policy(allowed), Id: 5 }, 'Id'],
    ['no statement', { Version: '2012-10-17' }, 'Statement'],
    ['no statements', policy(), 'Statement'],
    ['a statement that is text', policy('x'), 'Statement[0]'],
    ['an unknown element', policy({ ...allowed, Actions: [] }), 'Statement[0].Actions'],
    ['an element in another case', policy({ ...allowed, effect: 'Deny' }), 'Statement[0].effect'],
    [
      'an element twice',
      '{"Version":"2012-10-17","Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
      'Version',
    ],
    ['no effect', policy({ Action: '*', Resource: '*' }), 'Statement[0].Effect'],
    ['an effect in lower case', policy({ ...allowed, Effect: 'allow' }), 'Statement[0].Effect'],
    ['a number as Sid', policy({ ...allowed, Sid: 1 }), 'Statement[0].Sid'],
    ['a number as action', policy({ ...allowed, Action: 7 }), 'Statement[0].Action'],
    ['a list in a list of resources', policy({ ...allowed, Resource: [['*']] }), 'Statement[0].Resource'],
    ['Action and NotAction', policy({ ...allowed, NotAction: 'iam:*' }), 'Statement[0].NotAction'],
    ['Resource and NotResource', policy({ ...allowed, NotResource: '*' }), 'Statement[0].NotResource'],
    ['a condition that is a list', policy({ ...allowed, Condition: [] }), 'Statement[0].Condition'],
    [
      'an unknown operator',
      policy({ ...allowed, Condition: { StringSame: { 'a:b': 'c' } } }),
      'Statement[0].Condition.StringSame',
    ],
    [
      'an unknown set operator',
      policy({ ...allowed, Condition: { 'ForSomeValues:StringEquals': { 'a:b': 'c' } } }),
      'Statement[0].Condition.ForSomeValues:StringEquals',
    ],
    [
      'Null with IfExists',
      policy({ ...allowed, Condition: { NullIfExists: { 'a:b': 'true' } } }),
      'Statement[0].Condition.NullIfExists',
    ],
    [
      'keys of a condition that are text',
      policy({ ...allowed, Condition: { Bool: 'x' } }),
      'Statement[0].Condition.Bool',
    ],
    [
      'an object as condition value',
      policy({ ...allowed, Condition: { Bool: { 'a:b': {} } } }),
      'Statement[0].Condition.Bool.a:b',
    ],
  ])('%s', (_, document, path) => {
    expect(faultsOf(textOf(document), 'inline')).toContainEqual({ message: SYNTAX, path });
  });

  it('is named for every place at once', () => {
    const faults = faultsOf(textOf(policy({ ...allowed, Effect: 'x' }, { ...allowed, Foo: 1 })), 'inline');
    expect(faults.map(({ path }) => path)).toEqual(['Statement[0].Effect', 'Statement[1].Foo']);
  });

  it.each<[string, unknown]>([
    ['one statement without a list', { Version: '2012-10-17', Statement: allowed }],
    ['no version', { Statement: [allowed] }],
    [
      'truth values and numbers in conditions',
      policy({ ...allowed, Condition: { Bool: { 'a:b': true }, NumericEquals: { 'a:c': [1] } } }),
    ],
    [
      'operators with set operator and IfExists',
      policy({ ...allowed, Condition: { 'ForAllValues:StringLikeIfExists': { 'a:b': 'c' } } }),
    ],
    ['white space anywhere', JSON.stringify(policy(allowed), null, 4)],
    ['escapes in texts', '{"Version":"2012-10-17","Statement":{"Effect":"All\\u006fw","Action":"*","Resource":"*"}}'],
  ])('is right: %s', (_, document) => {
    expect(messages(document)).toEqual([]);
  });
});

describe('words', () => {
  const action = (Action: unknown) => policy({ ...allowed, Action });
  const resource = (Resource: unknown) => policy({ ...allowed, Resource });

  it.each<[string, unknown, string]>([
    ['a principal', policy({ ...allowed, Principal: '*' }), 'Policy document should not specify a principal.'],
    [
      'an action without a service',
      action('GetUser'),
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    ],
    ['two colons', action('iam:Get:User'), 'Actions/Condition can contain only one colon.'],
    ['a service with a blank', action('i am:GetUser'), 'Vendor i am is not valid'],
    ['a wildcard in the service', action('ia*:GetUser'), 'Vendor ia* is not valid'],
    ['no actions', action([]), 'Policy statement must contain actions.'],
    ['no Action at all', policy({ Effect: 'Allow', Resource: '*' }), 'Policy statement must contain actions.'],
    ['no resources', resource([]), 'Policy statement must contain resources.'],
    ['no Resource at all', policy({ Effect: 'Allow', Action: '*' }), 'Policy statement must contain resources.'],
    ['a resource that is no ARN', resource('mybucket'), 'Resource mybucket must be in ARN format or "*".'],
    ['a short ARN', resource('arn:aws:s3:bucket'), 'Resource arn:aws:s3:bucket must be in ARN format or "*".'],
    ['an unknown partition', resource('arn:aqs:s3:::b'), 'Partition "aqs" is not valid for resource "arn:aqs:s3:::b".'],
    [
      'a wildcard as service',
      resource('arn:aws:s*:::b'),
      'Resource vendor must be fully qualified and cannot contain regexes.',
    ],
    [
      'a region for S3',
      resource('arn:aws:s3:us-east-1::b'),
      'Resource arn:aws:s3:us-east-1::b can not contain region information.',
    ],
    [
      'a region for IAM',
      resource('arn:aws:iam:us-east-1:1:user/a'),
      'IAM resource arn:aws:iam:us-east-1:1:user/a cannot contain region information.',
    ],
    [
      'another path of IAM',
      resource('arn:aws:iam::1:people/a'),
      'IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.',
    ],
    [
      'a Sid with a blank',
      policy({ ...allowed, Sid: 'a b' }),
      'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
    ],
    [
      'a Sid twice',
      policy({ ...allowed, Sid: 'a' }, { ...allowed, Sid: 'a' }),
      'Statement IDs (SID) in a single policy must be unique.',
    ],
    [
      'a condition key without a service',
      policy({ ...allowed, Condition: { Bool: { secure: 'true' } } }),
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    ],
  ])('%s', (_, document, message) => {
    expect(messages(document)).toEqual([message]);
    expect(() => parsePolicy(textOf(document), 'inline')).toThrow(message);
  });

  it('names the first fault and keeps the others', () => {
    const text = textOf(policy({ ...allowed, Action: 'x', Resource: 'y' }));
    const thrown = (() => {
      try {
        return parsePolicy(text, 'inline');
      } catch (error) {
        return error;
      }
    })();
    expect(thrown).toBeInstanceOf(MalformedPolicy);
    expect((thrown as MalformedPolicy).code).toBe('MalformedPolicyDocumentException');
    expect((thrown as MalformedPolicy).faults).toHaveLength(2);
  });

  it('a managed policy must be of the newer version', () => {
    expect(messages({ Version: '2008-10-17', Statement: allowed }, 'managed')).toEqual([
      'Policy document must be version 2012-10-17 or greater.',
    ]);
    expect(messages({ Version: '2012-10-17', Statement: allowed }, 'managed')).toEqual([]);
  });

  it('an empty Sid may come again', () => {
    expect(messages(policy({ ...allowed, Sid: '' }, { ...allowed, Sid: '' }))).toEqual([]);
  });
});

describe('trust policies', () => {
  it.each<[string, unknown, string]>([
    ['no JSON', '{', 'This policy contains invalid Json'],
    ['an unknown element', { ...trusted({}), Versions: 1 }, 'Unknown field Versions'],
    ['no principal', policy({ Effect: 'Allow', Action: 'sts:AssumeRole' }), 'Missing required field Principal'],
    ['an empty principal', trusted({ Principal: { AWS: [] } }), 'Missing required field Principal cannot be empty!'],
    ['a resource', trusted({ Resource: ROLE }), 'Has prohibited field Resource'],
    [
      'NotPrincipal',
      policy({ Effect: 'Deny', NotPrincipal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' }),
      'Has prohibited field NotPrincipal',
    ],
    [
      'another action',
      trusted({ Action: 'iam:GetUser' }),
      'AssumeRole policy may only specify STS AssumeRole actions.',
    ],
    [
      'an action of STS that takes on no role',
      trusted({ Action: 'sts:GetCallerIdentity' }),
      'AssumeRole policy may only specify STS AssumeRole actions.',
    ],
    ['all actions', trusted({ Action: '*' }), 'AssumeRole policy may only specify STS AssumeRole actions.'],
    ['no action', policy({ Effect: 'Allow', Principal: '*' }), 'Missing required field Action'],
    ['no statements', policy(), 'Could not parse the policy: Statement is empty!'],
    [
      'a principal that cannot be',
      trusted({ Principal: { AWS: 'arn:aws:iam::1:user/a' } }),
      'Invalid principal in policy: "AWS":"arn:aws:iam::1:user/a"',
    ],
    [
      'a wildcard within a principal',
      trusted({ Principal: { AWS: 'arn:aws:iam::111122223333:user/*' } }),
      'Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:user/*"',
    ],
    [
      'a service without a domain',
      trusted({ Principal: { Service: 'lambda' } }),
      'Invalid principal in policy: "SERVICE":"lambda"',
    ],
    ['an unknown kind of principal', trusted({ Principal: { Group: 'x' } }), 'Invalid principal in policy: "Group"'],
  ])('%s', (_, document, message) => {
    expect(messages(document, 'trust')[0]).toBe(message);
  });

  it.each<[string, Json]>([
    ['an account', { Principal: { AWS: '111122223333' } }],
    ['a user with a path', { Principal: { AWS: 'arn:aws:iam::111122223333:user/people/anna' } }],
    ['a session', { Principal: { AWS: 'arn:aws:sts::111122223333:assumed-role/Members/anna' } }],
    [
      'Cognito',
      { Principal: { Federated: 'cognito-identity.amazonaws.com' }, Action: 'sts:AssumeRoleWithWebIdentity' },
    ],
    [
      'a provider by ARN',
      { Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/localhost:4566/us-east-1_a' } },
    ],
    ['a pattern of actions', { Action: 'sts:AssumeRole*' }],
    ['several actions', { Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'] }],
    ['a canonical user', { Principal: { CanonicalUser: 'a'.repeat(64) } }],
  ])('is right: %s', (_, more) => {
    expect(messages(trusted(more), 'trust')).toEqual([]);
  });
});

describe('sizes', () => {
  const long = (length: number) => textOf(policy({ ...allowed, Sid: 'a'.repeat(length) }));

  it('white space is not counted', () => {
    expect(policySize(' { "a" :\n "b" } ')).toBe('{"a":"b"}'.length);
  });

  it('a managed policy has at most 6,144 characters', () => {
    const over = 6_144 - long(0).length + 1;
    expect(() => parsePolicy(long(over - 1), 'managed')).not.toThrow();
    expect(() => parsePolicy(long(over), 'managed')).toThrow('Cannot exceed quota for PolicySize: 6144');
  });

  it('a trust policy has at most 2,048 characters', () => {
    const text = textOf(trusted({ Sid: 'a'.repeat(2_048) }));
    expect(() => parsePolicy(text, 'trust')).toThrow('Cannot exceed quota for ACLSizePerRole: 2048');
  });

  it('inline policies of a role have at most 10,240 characters together', () => {
    expect(() => assertInlineSize('role', 'r', ['x'.repeat(10_000), ' '.repeat(999)])).not.toThrow();
    expect(() => assertInlineSize('role', 'r', ['x'.repeat(10_000), 'y'.repeat(241)])).toThrow(
      'Maximum policy size of 10240 bytes exceeded for role r',
    );
  });
});
