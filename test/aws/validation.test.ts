/** The wording of validation, on messages of the real service where they are known (decision note 2). */
import { describe, expect, test } from 'vitest';
import { loadFacts } from '../../src/aws/model/model.ts';
import { validatorOf } from '../../src/aws/validate.ts';
import { inHashOrder } from '../../src/aws/validate-constraints.ts';
import { matchesPattern } from '../../src/aws/validate-pattern.ts';

const facts = loadFacts('cognito-idp');

const refusalOf = (operation: string, input: object): string => {
  try {
    validatorOf(facts, facts.operations[operation]?.input ?? '')(input);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
};

const pool = 'us-east-1_abcdefghi';
const failed = 'failed to satisfy constraint:';

describe('one violation', () => {
  const cases: readonly [string, string, object, string][] = [
    [
      'a pattern, value shown',
      'AdminConfirmSignUp',
      { UserPoolId: 'YOUR_USER_POOL-ID', Username: 'a' },
      `Value 'YOUR_USER_POOL-ID' at 'userPoolId' ${failed} Member must satisfy regular expression pattern: [\\w-]+_[0-9a-zA-Z]+`,
    ],
    [
      'a pattern of a sensitive member, value hidden',
      'ForgotPassword',
      { ClientId: 'abc', Username: 'a b' },
      `Value at 'username' ${failed} Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+`,
    ],
    ['a missing member', 'DescribeUserPool', {}, `Value null at 'userPoolId' ${failed} Member must not be null`],
    ['a missing sensitive member', 'GetUser', {}, `Value at 'accessToken' ${failed} Member must not be null`],
    [
      'an enum',
      'CreateUserPool',
      { PoolName: 'a', MfaConfiguration: 'false' },
      `Value 'false' at 'mfaConfiguration' ${failed} Member must satisfy enum value set: [OPTIONAL, OFF, ON]`,
    ],
    [
      'a member of a structure in a list',
      'CreateUserPool',
      { PoolName: 'a', Schema: [{ Name: 'phone_number_verified' }] },
      `Value 'phone_number_verified' at 'schema.1.member.name' ${failed} Member must have length less than or equal to 20`,
    ],
    [
      'a member of a structure in a structure',
      'CreateUserPool',
      { PoolName: 'a', Policies: { PasswordPolicy: { MinimumLength: 5 } } },
      `Value '5' at 'policies.passwordPolicy.minimumLength' ${failed} Member must have value greater than or equal to 6`,
    ],
    [
      'a range',
      'ListUserPools',
      { MaxResults: 61 },
      `Value '61' at 'maxResults' ${failed} Member must have value less than or equal to 60`,
    ],
    [
      'a list of strings, told all its constraints',
      'CreateUserPoolClient',
      { UserPoolId: pool, ClientName: 'a', CallbackURLs: ['https://a', 'b c'] },
      `Value '[https://a, b c]' at 'callbackURLs' ${failed} Member must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+]`,
    ],
    [
      'a null in a list',
      'CreateUserPoolClient',
      { UserPoolId: pool, ClientName: 'a', CallbackURLs: [null] },
      `Value '[null]' at 'callbackURLs' ${failed} Member must satisfy constraint: [Member must not be null]`,
    ],
    [
      'a null in a list of structures',
      'AddCustomAttributes',
      { UserPoolId: pool, CustomAttributes: [null] },
      `Value null at 'customAttributes.1.member' ${failed} Member must not be null`,
    ],
    [
      'the size of a list',
      'AddCustomAttributes',
      { UserPoolId: pool, CustomAttributes: [] },
      `Value '[]' at 'customAttributes' ${failed} Member must have length greater than or equal to 1`,
    ],
    [
      'a map value',
      'CreateUserPool',
      { PoolName: 'a', UserPoolTags: { team: 'x'.repeat(257) } },
      `Value '{team=${'x'.repeat(257)}}' at 'userPoolTags' ${failed} Map value must satisfy constraint: [Member must have length less than or equal to 256, Member must have length greater than or equal to 0]`,
    ],
    [
      'a map key',
      'CreateUserPool',
      { PoolName: 'a', UserPoolTags: { '': 'x' } },
      `Value '{=x}' at 'userPoolTags' ${failed} Map keys must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1]`,
    ],
    [
      'a structure inside a list that is too long, its secrets hidden',
      'AddCustomAttributes',
      { UserPoolId: pool, CustomAttributes: Array.from({ length: 26 }, () => ({ Name: 'a' })) },
      `Value '[${Array.from({ length: 26 }, () => 'SchemaAttributeType(name=a)').join(', ')}]' at 'customAttributes' ${failed} Member must have length less than or equal to 25`,
    ],
  ];
  test.each(cases)('%s', (_what, operation, input, message) => {
    expect(refusalOf(operation, input)).toBe(`1 validation error detected: ${message}`);
  });
});

test('all violations come at once, length before pattern, in the order of the model', () => {
  expect(refusalOf('SignUp', { ClientId: 'abc', Username: '', Password: ' ' })).toBe(
    "3 validation errors detected: Value at 'username' failed to satisfy constraint: Member must have length greater than or equal to 1; " +
      "Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+; " +
      "Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\S]+",
  );
});

test('what satisfies the model passes', () => {
  const input = {
    ClientId: 'abc',
    Username: 'ada',
    Password: 'Pässwörd-1',
    UserAttributes: [{ Name: 'email', Value: 'a@b' }],
  };
  expect(refusalOf('SignUp', input)).toBe('accepted');
});

test('no sensitive value is ever printed, however deep', () => {
  const attributes = [
    { Name: 'email', Value: 'secret-value' },
    { Name: 'x'.repeat(33), Value: 'secret-value' },
  ];
  const message = refusalOf('SignUp', {
    ClientId: 'a b',
    Username: 'secret user',
    Password: 'secret pass',
    UserAttributes: attributes,
  });
  expect(message).toMatch(/^4 validation errors detected: /);
  expect(message).not.toContain('secret');
});

test('a flood of violations is cut off', () => {
  const started = performance.now();
  const message = refusalOf('SignUp', { ClientId: 'abc', Username: 'a', UserAttributes: new Array(90_000).fill({}) });
  expect(message).toMatch(/^1000 validation errors detected: /);
  expect(message.length).toBeLessThan(150_000);
  expect(performance.now() - started).toBeLessThan(500);
});

describe('the order of enum values is that of the real service', () => {
  test.each([
    ['OPTIONAL, OFF, ON'],
    ['SUPPRESS, RESEND'],
    [
      'ALLOW_CUSTOM_AUTH, ADMIN_NO_SRP_AUTH, ALLOW_REFRESH_TOKEN_AUTH, ALLOW_USER_PASSWORD_AUTH, ALLOW_USER_SRP_AUTH, CUSTOM_AUTH_FLOW_ONLY, USER_PASSWORD_AUTH, ALLOW_ADMIN_USER_PASSWORD_AUTH',
    ],
  ])('%s', (quoted) => {
    const model = [
      'OFF',
      'ON',
      'ADMIN_NO_SRP_AUTH',
      'CUSTOM_AUTH_FLOW_ONLY',
      'USER_PASSWORD_AUTH',
      'ALLOW_ADMIN_USER_PASSWORD_AUTH',
      'ALLOW_CUSTOM_AUTH',
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_USER_SRP_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
      'OPTIONAL',
      'RESEND',
      'SUPPRESS',
    ];
    const values = quoted.split(', ');
    expect(inHashOrder(model.filter((value) => values.includes(value)))).toEqual(values);
  });
});

describe('patterns', () => {
  test.each([
    ['[\\S]+', 'a\u00a0b', true],
    ['[\\S]+', 'a b', false],
    ['[\\w\\s+=,.@-]+', 'my pool', true],
    ['[\\w\\s+=,.@-]+', 'my\u00a0pool', false],
    ['[\\w\\s+=,.@-]+', 'ünï', false],
    ['[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+', 'Zoë😀', true],
    ['[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+', '\ud800', false],
    ['(?s).*', 'a\nb', true],
    ['.*\\{####\\}.*', 'code {####}.', true],
    ['[\\w-]+_[0-9a-zA-Z]+', 'x us-east-1_a', false],
  ])('%s on %j: %s', (pattern, value, matches) => {
    expect(matchesPattern(pattern, value)).toBe(matches);
  });

  const byLink =
    '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*\\{##[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*##\\}[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*';
  const address = '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+@[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+';
  test.each([
    [byLink, 'Click {##here##} now', true],
    [byLink, '{####}', true],
    [byLink, '{##{##a##}##}', true],
    [byLink, '##} {##', false],
    [byLink, 'Click {##here##} now\0', false],
    [byLink, '{##}', false],
    [address, 'a@b', true],
    [address, '@@a', true],
    [address, '@a', false],
    [address, 'a@', false],
    [address, 'a@b c', false],
  ])('the rewritten %s on %j: %s', (pattern, value, matches) => {
    expect(matchesPattern(pattern, value)).toBe(matches);
    const original = new RegExp(`^(?:${pattern})$`, 'u');
    expect(original.test(value)).toBe(matches);
  });

  test('no pattern of any service can be made to run long', () => {
    const units = ['a', '@', '{##', '{####', '##}', ':a', 'arn:', '-', '_', '1', ' ', 'a.', '😀'];
    const slow: string[] = [];
    for (const service of ['cognito-idp', 'cognito-identity', 'cognito-sync', 'sts', 'iam'] as const) {
      for (const [name, shape] of Object.entries(loadFacts(service).shapes)) {
        if (shape.type !== 'string' || shape.pattern === undefined) continue;
        for (const unit of units) {
          for (const end of ['', '\0']) {
            const size = Math.min(shape.max ?? 200_000, 200_000);
            const value = unit.repeat(size).slice(0, size - 1) + end;
            const start = performance.now();
            matchesPattern(shape.pattern, value);
            if (performance.now() - start > 250) slow.push(`${service} ${name} on ${unit}`);
          }
        }
      }
    }
    expect(slow).toEqual([]);
  });
});
